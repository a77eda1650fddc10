import { Anchor, type AnchorProps, Button, type ButtonProps, UnstyledButton } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type AnchorElementProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'color' | 'style'> & {
  ref?: Ref<HTMLAnchorElement>
}

function AnchorButton(props: ButtonProps & AnchorElementProps) {
  return <Button component="a" {...props} />
}

function TextAnchor(props: AnchorProps & AnchorElementProps) {
  return <Anchor {...props} />
}

function BlockAnchor({ className, children, ...props }: AnchorElementProps) {
  return (
    <UnstyledButton component="a" {...(className ? { className } : {})} {...props}>
      {children}
    </UnstyledButton>
  )
}

/** A button that leads to a place of the app. */
export const ButtonLink = createLink(AnchorButton)
/** Text that leads to a place of the app. */
export const TextLink = createLink(TextAnchor)
/** Any content (a card, a rail entry) that leads to a place of the app. */
export const BlockLink = createLink(BlockAnchor)
