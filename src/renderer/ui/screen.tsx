import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './screen.module.css'

interface ScreenProps {
  title: string
  /** One quiet sentence below the title. */
  lead?: ReactNode
  /** What stands beside the title. */
  aside?: ReactNode
  width?: 'text' | 'page'
  children: ReactNode
}

/** The page of a place: its one h1, and the content below it. */
export function Screen({ title, lead, aside, width = 'page', children }: ScreenProps) {
  return (
    <div className={classes.screen} data-width={width}>
      <Group justify="space-between" align="flex-end" gap="md" mb="lg">
        <div>
          <Title order={1}>{title}</Title>
          {lead ? (
            <Text c="dimmed" mt={4}>
              {lead}
            </Text>
          ) : null}
        </div>
        {aside}
      </Group>
      {children}
    </div>
  )
}
