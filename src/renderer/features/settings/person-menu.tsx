import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { Check, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { signOut } from '../../data/actions.ts'
import { useSession } from '../../data/hooks.ts'
import { showProblem } from '../../ui/notify.ts'

const schemes = [
  { value: 'auto', label: 'Like the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const

/** Who is signed in, how the app looks, and the way out. */
export function PersonMenu() {
  const person = useSession().data?.person
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  if (!person) return null
  return (
    <Menu position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={`${person.name}, account and appearance`} style={{ borderRadius: 999 }}>
          <Avatar name={person.name} color="study" size={34} alt="" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Text px="sm" pt={6} size="sm" fw={600} truncate>
          {person.name}
        </Text>
        <Text px="sm" pb={6} size="xs" c="dimmed" truncate>
          {person.email}
        </Text>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === value ? <Check size={16} aria-hidden /> : null}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<LogOut className="bx-directional" size={16} aria-hidden />}
          onClick={() => {
            signOut().catch((error: unknown) => showProblem('Could not sign out', error))
          }}
        >
          Sign out
          <Text size="xs" c="dimmed">
            Your work stays on this device
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
