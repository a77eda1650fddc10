import { Avatar } from '@mantine/core'

interface PersonAvatarProps {
  person: { name: string; avatar: string | null }
  /** Pixels, of width and height. */
  size: number
  /** Turns `brainix-file:` addresses into what the shell serves. */
  resolveMedia(url: string): string
}

/** The picture of a person, or their initials. Their name stands beside it, so it says nothing of its own. */
export function PersonAvatar({ person, size, resolveMedia }: PersonAvatarProps) {
  return (
    <Avatar
      src={person.avatar === null ? null : resolveMedia(person.avatar)}
      name={person.name}
      color="study"
      size={size}
      alt=""
    />
  )
}
