import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { BlockLink } from '../ui/links.tsx'
import { places } from './places.ts'
import classes from './rail.module.css'

/** The places of the app. Folded, it shows icons with their names as tooltips. */
export function Rail({ folded, onGo }: { folded: boolean; onGo?: () => void }) {
  const { t } = useTranslation('app')
  return (
    <nav aria-label={t('places.title')} className={classes.rail} data-folded={folded || undefined}>
      <ul className={classes.list}>
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Tooltip label={t(label)} position="right" disabled={!folded}>
              <BlockLink
                to={to}
                className={classes.place}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                {...(folded ? { 'aria-label': t(label) } : {})}
                {...(onGo ? { onClick: onGo } : {})}
              >
                <Icon size={20} strokeWidth={1.7} aria-hidden />
                {folded ? null : <span>{t(label)}</span>}
              </BlockLink>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  )
}
