import { Captions, CaptionsOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import classes from './lesson-video.module.css'
import type { CaptionsControl } from './use-captions.ts'

/** Which captions to show, of those the film has. A field of the system: it opens in full screen as well. */
export function CaptionsSelect({ captions }: { captions: CaptionsControl }) {
  const { t } = useTranslation('player')
  const { tracks, shownId, choose } = captions
  if (tracks.length === 0) return null
  const Icon = shownId === null ? CaptionsOff : Captions
  return (
    <span className={classes.captions}>
      <Icon size={22} strokeWidth={1.8} aria-hidden />
      <select
        aria-label={t('video.captions')}
        title={t('video.captions')}
        value={shownId ?? ''}
        onChange={(event) => choose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        <option value="">{t('video.captionsOff')}</option>
        {tracks.map(({ id, label, language }) => (
          <option key={id} value={id} {...(language === '' ? {} : { lang: language })}>
            {label}
          </option>
        ))}
      </select>
    </span>
  )
}
