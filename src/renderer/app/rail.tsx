import { Tooltip } from '@mantine/core'
import { Activity, Download, GraduationCap, Library, NotebookPen } from 'lucide-react'
import { BlockLink } from '../ui/links.tsx'
import classes from './rail.module.css'

const places = [
  { to: '/', label: 'My learning', icon: GraduationCap },
  { to: '/catalogue', label: 'Catalogue', icon: Library },
  { to: '/notes', label: 'Notes', icon: NotebookPen },
  { to: '/downloads', label: 'Downloads', icon: Download },
  { to: '/activity', label: 'Activity', icon: Activity },
] as const

/** The places of the app. Folded, it shows icons with their names as tooltips. */
export function Rail({ folded, onGo }: { folded: boolean; onGo?: () => void }) {
  return (
    <nav aria-label="Places" className={classes.rail} data-folded={folded || undefined}>
      <ul className={classes.list}>
        {places.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Tooltip label={label} position="right" disabled={!folded}>
              <BlockLink
                to={to}
                className={classes.place}
                activeProps={{ 'data-active': true, 'aria-current': 'page' }}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                {...(folded ? { 'aria-label': label } : {})}
                {...(onGo ? { onClick: onGo } : {})}
              >
                <Icon size={20} strokeWidth={1.7} aria-hidden />
                {folded ? null : <span>{label}</span>}
              </BlockLink>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  )
}
