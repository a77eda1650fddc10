import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './settings.module.css'

/** One subject of the settings. */
export function SettingsPart({
  title,
  lead,
  children,
}: {
  title: string
  lead?: string
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={classes.part} aria-labelledby={id}>
      <Title order={2} id={id}>
        {title}
      </Title>
      {lead ? (
        <Text size="sm" c="dimmed" mt={4}>
          {lead}
        </Text>
      ) : null}
      <div className={classes.body}>{children}</div>
    </section>
  )
}
