import { Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface StatePanelProps {
  icon: LucideIcon
  title: string
  children?: ReactNode
  /** The one thing to do about it. */
  action?: ReactNode
  /** `alert` where something went wrong just now, so that it is read aloud. */
  role?: 'alert' | 'status'
  order?: 1 | 2 | 3
}

/** What a screen shows instead of content: nothing here yet, not on this device, something went wrong. */
export function StatePanel({ icon: Icon, title, children, action, role, order = 2 }: StatePanelProps) {
  return (
    <Stack
      align="center"
      gap="sm"
      maw={460}
      mx="auto"
      py={64}
      px="md"
      ta="center"
      // In a lesson's text as anywhere else.
      ff="text"
      {...(role ? { role } : {})}
    >
      <ThemeIcon variant="light" size={56} radius="xl" aria-hidden>
        <Icon size={26} strokeWidth={1.6} />
      </ThemeIcon>
      <Title order={order} size="h2" mt="xs">
        {title}
      </Title>
      {children ? (
        <Text component="div" c="dimmed" lh={1.6}>
          {children}
        </Text>
      ) : null}
      {action ? <div style={{ marginBlockStart: 8 }}>{action}</div> : null}
    </Stack>
  )
}
