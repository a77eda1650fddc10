import { UnstyledButton } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'

interface PathLinkProps {
  /** A path of the app with what it asks for, e.g. `/learn/c/l?second=12`. */
  to: string
  className?: string | undefined
  children: ReactNode
}

/** Leads to a path that was put together elsewhere; where the route is known, the links of `links.tsx` are the typed ones. */
export function PathLink({ to, className, children }: PathLinkProps) {
  const { history } = useRouter()
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
      return
    event.preventDefault()
    history.push(to)
  }
  return (
    <UnstyledButton
      component="a"
      href={history.createHref(to)}
      onClick={follow}
      {...(className ? { className } : {})}
    >
      {children}
    </UnstyledButton>
  )
}
