import { Tooltip } from '@mantine/core'
import {
  Activity,
  ChartNoAxesColumn,
  Download,
  GraduationCap,
  Layers,
  Library,
  NotebookPen,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { BlockLink } from '../ui/links.tsx'
import classes from './rail.module.css'

const places = [
  { to: '/', label: 'places.myLearning', icon: GraduationCap },
  { to: '/catalogue', label: 'places.catalogue', icon: Library },
  { to: '/progress', label: 'places.progress', icon: ChartNoAxesColumn },
  { to: '/notes', label: 'places.notes', icon: NotebookPen },
  { to: '/review', label: 'places.review', icon: Layers },
  { to: '/downloads', label: 'places.downloads', icon: Download },
  { to: '/activity', label: 'places.activity', icon: Activity },
] as const

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
