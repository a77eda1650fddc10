import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './part.module.css'

/** A part of a screen under a heading of its own. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  )
}
