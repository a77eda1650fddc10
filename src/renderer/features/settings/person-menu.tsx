import { Menu, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { Check, LogOut, Monitor, Moon, Settings, Sun, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { signOut } from '../../data/actions.ts'
import { useSession, useSettings, useSyncStatus } from '../../data/hooks.ts'
import { resolveMedia } from '../../data/media.ts'
import { showProblem } from '../../ui/notify.ts'
import { PersonAvatar } from '../../ui/person-avatar.tsx'
import { changeSetting } from './change-setting.ts'
import { SignOutDialog } from './sign-out-dialog.tsx'

const schemes = [
  { value: 'auto', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const

/** Who is signed in, how the app looks, and the way out. */
export function PersonMenu() {
  const { t } = useTranslation(['settings', 'common'])
  const person = useSession().data?.person
  const theme = useSettings().data?.theme
  const waiting = useSyncStatus().data?.waiting
  const [leaving, dialog] = useDisclosure(false)
  if (!person) return null
  const leave = () => {
    if (waiting && waiting.total > 0) dialog.open()
    else signOut().catch((error: unknown) => showProblem(t('common:problem.signOut'), error))
  }
  return (
    <>
      <Menu position="bottom-end" width={240} shadow="md">
        <Menu.Target>
          <UnstyledButton aria-label={t('menu.label', { name: person.name })} style={{ borderRadius: 999 }}>
            <PersonAvatar person={person} size={34} resolveMedia={resolveMedia} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Text component="div" px="sm" pt={6} size="sm" fw={600} truncate>
            {person.name}
          </Text>
          <Text component="div" px="sm" pb={6} size="xs" c="dimmed" truncate>
            {person.email}
          </Text>
          <Menu.Divider />
          <Menu.Item component={Link} to="/profile" leftSection={<UserRound size={16} aria-hidden />}>
            {t('menu.profile')}
          </Menu.Item>
          <Menu.Item component={Link} to="/settings" leftSection={<Settings size={16} aria-hidden />}>
            {t('menu.settings')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('theme.title')}</Menu.Label>
          {schemes.map(({ value, icon: Icon }) => (
            <Menu.Item
              key={value}
              leftSection={<Icon size={16} aria-hidden />}
              rightSection={theme === value ? <Check size={16} aria-hidden /> : null}
              role="menuitemradio"
              aria-checked={theme === value}
              closeMenuOnClick={false}
              onClick={() => changeSetting({ theme: value })}
            >
              {t(`theme.${value}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<LogOut className="bx-directional" size={16} aria-hidden />}
            onClick={leave}
          >
            {t('menu.signOut')}
            <Text size="xs" c="dimmed">
              {t('menu.stays')}
            </Text>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {waiting ? <SignOutDialog opened={leaving} onClose={dialog.close} waiting={waiting} /> : null}
    </>
  )
}
