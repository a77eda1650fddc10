import { Kbd, Tooltip, UnstyledButton } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { useLocation, useRouter } from '@tanstack/react-router'
import {
  FocusIcon,
  MonitorSmartphone,
  Moon,
  PanelLeft,
  RefreshCw,
  Search,
  Settings,
  Sun,
  UserRound,
} from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { syncNow } from '../data/actions.ts'
import { useSession } from '../data/hooks.ts'
import { usePlayerState } from '../features/player/player-state.ts'
import type { PaletteEntry } from '../features/search/palette.tsx'
import { useRecentPlaces } from '../features/search/recent-places.ts'
import { changeSetting } from '../features/settings/change-setting.ts'
import { showProblem } from '../ui/notify.ts'
import { usePlaceStore } from '../ui/place.ts'
import classes from './palette-button.module.css'
import { places } from './places.ts'
import { useFrameState } from './view-state.ts'

const Palette = lazy(() =>
  import('../features/search/palette.tsx').then(({ Palette }) => ({ default: Palette })),
)
const keys = /Mac|iP(?:hone|ad)/.test(navigator.platform) ? '⌘+K' : 'Ctrl+K'

/** Opens the palette, here and by Ctrl/⌘-K from anywhere, writing included. Its code comes when it is first wanted. */
export function PaletteButton() {
  const { t } = useTranslation('search')
  const [opened, palette] = useDisclosure(false)
  const [wanted, setWanted] = useState(false)
  const { history } = useRouter()
  const userId = useSession().data?.person?.id ?? ''
  useVisits(userId)
  const open = () => {
    setWanted(true)
    palette.open()
  }
  useHotkeys([['mod+K', open]], [])
  useEffect(() => {
    // Nobody should wait for it with words in their fingers: it comes when the window has nothing else to do.
    const idle = requestIdleCallback(() => setWanted(true), { timeout: 5000 })
    return () => cancelIdleCallback(idle)
  }, [])
  return (
    <>
      <Tooltip label={t('palette.open')}>
        <UnstyledButton
          className={classes.button}
          aria-label={t('palette.open')}
          aria-keyshortcuts="Control+K Meta+K"
          onClick={open}
          onPointerEnter={() => setWanted(true)}
        >
          <Search size={17} aria-hidden />
          <span className={classes.words}>{t('palette.button')}</span>
          <Kbd className={classes.keys} dir="ltr" aria-hidden>
            {keys}
          </Kbd>
        </UnstyledButton>
      </Tooltip>
      {wanted ? (
        <Suspense>
          <OpenPalette
            opened={opened}
            onClose={palette.close}
            userId={userId}
            onGo={(to) => history.push(to)}
          />
        </Suspense>
      ) : null}
    </>
  )
}

interface OpenPaletteProps {
  opened: boolean
  onClose: () => void
  userId: string
  onGo: (to: string) => void
}

function OpenPalette({ onGo, ...rest }: OpenPaletteProps) {
  const { t } = useTranslation(['search', 'app', 'common', 'settings', 'profile'])
  const toggleRail = useFrameState((state) => state.toggleRail)
  const { focused, setFocused } = usePlayerState()
  const inLesson = useLocation({ select: ({ pathname }) => pathname.startsWith('/learn/') })
  const theme = (name: 'light' | 'dark' | 'auto') => () => changeSetting({ theme: name })
  const all: PaletteEntry[] = [
    ...places.map(({ to, label, icon }) => ({
      key: to,
      label: t(`app:${label}`),
      icon,
      run: () => onGo(to),
    })),
    { key: '/settings', label: t('settings:title'), icon: Settings, run: () => onGo('/settings') },
    { key: '/profile', label: t('profile:title'), icon: UserRound, run: () => onGo('/profile') },
  ]
  const actions: PaletteEntry[] = [
    {
      key: 'sync',
      label: t('action.sync'),
      icon: RefreshCw,
      run: () => {
        syncNow().catch((error: unknown) => showProblem(t('common:problem.centre'), error))
      },
    },
    { key: 'light', label: t('action.light'), icon: Sun, run: theme('light') },
    { key: 'dark', label: t('action.dark'), icon: Moon, run: theme('dark') },
    { key: 'auto', label: t('action.auto'), icon: MonitorSmartphone, run: theme('auto') },
    inLesson
      ? {
          key: 'focus',
          label: focused ? t('action.leaveFocus') : t('action.focus'),
          icon: FocusIcon,
          run: () => setFocused(!focused),
        }
      : { key: 'rail', label: t('action.foldRail'), icon: PanelLeft, run: toggleRail },
  ]
  return <Palette {...rest} places={all} actions={actions} onGo={onGo} />
}

/** Remembers courses, lessons and quizzes under the names they show. */
function useVisits(userId: string): void {
  const trail = usePlaceStore((state) => state.trail)
  const { pathname } = useLocation()
  const visit = useRecentPlaces((state) => state.visit)
  const label = trail.at(-1)?.label
  useEffect(() => {
    if (userId === '' || label === undefined || !/^\/(?:course|learn|quiz)\/./.test(pathname)) return
    // The name of the place follows its address: what is still the last one's is not written down.
    const timer = setTimeout(() => visit(userId, { to: pathname, label }), 1000)
    return () => clearTimeout(timer)
  }, [userId, label, pathname, visit])
}
