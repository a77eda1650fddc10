import { Kbd, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './settings.module.css'

/** Names of keys as they are printed on them. */
const groups = [
  {
    name: 'everywhere',
    keys: [
      { does: 'list', press: ['?'] },
      { does: 'palette', press: ['Ctrl+K', '⌘+K'] },
      { does: 'close', press: ['Esc'] },
      { does: 'move', press: ['Tab', 'Shift+Tab'] },
    ],
  },
  {
    name: 'lesson',
    keys: [
      { does: 'highlight', press: ['H'] },
      { does: 'note', press: ['N'] },
    ],
  },
  {
    name: 'quiz',
    keys: [
      { does: 'option', press: ['1', '…', '9'] },
      { does: 'turn', press: ['→', '←'] },
      { does: 'goOn', press: ['Enter'] },
    ],
  },
  {
    name: 'review',
    keys: [
      { does: 'rate', press: ['1', '…', '4'] },
      { does: 'undo', press: ['Z'] },
    ],
  },
  {
    name: 'video',
    keys: [
      { does: 'play', press: ['Space', 'K'] },
      { does: 'skip', press: ['J', 'L'] },
      { does: 'step', press: ['←', '→'] },
      { does: 'volume', press: ['↑', '↓'] },
      { does: 'mute', press: ['M'] },
      { does: 'captions', press: ['C'] },
      { does: 'screen', press: ['F'] },
      { does: 'speed', press: ['<', '>'] },
    ],
  },
] as const

/** What the keyboard does, place by place. */
export function KeyList() {
  const { t } = useTranslation('settings')
  return (
    <div className={classes.keys}>
      {groups.map((group) => (
        <Fragment key={group.name}>
          <Title order={3} size="h4">
            {t(`keys.${group.name}`)}
          </Title>
          <dl className={classes.keys}>
            {group.keys.map(({ does, press }) => (
              <div key={does} className={classes.key}>
                <dt dir="ltr">
                  {press.map((key) => (
                    <Fragment key={key}>{key === '…' ? ' … ' : <Kbd ml={4}>{key}</Kbd>}</Fragment>
                  ))}
                </dt>
                <dd>{t(`keys.${does}`)}</dd>
              </div>
            ))}
          </dl>
        </Fragment>
      ))}
    </div>
  )
}
