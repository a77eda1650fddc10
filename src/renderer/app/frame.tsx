import { ActionIcon, Drawer, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon, PanelLeft } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { KeysDialog } from '../features/settings/keys-dialog.tsx'
import { PersonMenu } from '../features/settings/person-menu.tsx'
import { StatusButton } from '../features/status/status-button.tsx'
import { BlockLink } from '../ui/links.tsx'
import classes from './frame.module.css'
import { Logo } from './logo.tsx'
import { PaletteButton } from './palette-button.tsx'
import { PlaceTrail } from './place-trail.tsx'
import { Rail } from './rail.tsx'
import { useHeldFocus } from './use-held-focus.ts'
import { useReminder } from './use-reminder.ts'
import { useStudyTime } from './use-study-time.ts'
import { useFrameState } from './view-state.ts'

/** Rail, header and the place itself. In a course the rail gives way to the outline and becomes a drawer. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app')
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  useStudyTime(/^\/(learn|quiz|review)(\/|$)/.test(pathname))
  useReminder()
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const railAsDrawer = narrow || pathname.startsWith('/learn/')
  const { railFolded, toggleRail } = useFrameState()
  const [drawerOpen, drawer] = useDisclosure(false)
  const content = useRef<HTMLElement>(null)
  useHeldFocus(content)

  // A new place is announced from its top, as a page load would be; the first one keeps the window's own focus.
  const lastPathname = useRef(pathname)
  useEffect(() => {
    if (lastPathname.current === pathname) return
    lastPathname.current = pathname
    content.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={() => content.current?.focus()}>
        {t('skip')}
      </button>
      <header className={classes.header}>
        <div className={classes.start}>
          <Tooltip
            label={
              railAsDrawer ? t('places.title') : railFolded ? t('places.showNames') : t('places.showIcons')
            }
          >
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={
                railAsDrawer ? t('places.open') : railFolded ? t('places.unfold') : t('places.fold')
              }
              aria-expanded={railAsDrawer ? drawerOpen : !railFolded}
              onClick={railAsDrawer ? drawer.open : toggleRail}
            >
              {railAsDrawer ? <MenuIcon size={20} /> : <PanelLeft className="bx-directional" size={20} />}
            </ActionIcon>
          </Tooltip>
          <BlockLink to="/" className={classes.brand} aria-label={t('brand')}>
            <Logo />
          </BlockLink>
          <PlaceTrail />
        </div>
        <div className={classes.end}>
          <PaletteButton />
          <StatusButton />
          <PersonMenu />
          <KeysDialog />
        </div>
      </header>
      {railAsDrawer ? (
        <Drawer
          opened={drawerOpen}
          onClose={drawer.close}
          size={240}
          title="BrainiX"
          closeButtonProps={{ 'aria-label': t('places.close') }}
          classNames={{ content: classes.drawer, header: classes.drawer }}
        >
          <Rail folded={false} onGo={drawer.close} />
        </Drawer>
      ) : (
        <div className={classes.rail}>
          <Rail folded={railFolded} />
        </div>
      )}
      <main
        id="content"
        ref={content}
        className={classes.content}
        tabIndex={-1}
        data-scroll-restoration-id="content"
        data-wide={railAsDrawer || undefined}
      >
        {children}
      </main>
    </div>
  )
}
