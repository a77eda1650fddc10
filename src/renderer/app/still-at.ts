import { useRouter } from '@tanstack/react-router'

/**
 * Whether somebody is still where a screen is, or has left for another whose first picture is on its way: what this screen has
 * yet to write into the address must not call them back.
 */
export function useStillAt(pathname: string): () => boolean {
  const router = useRouter()
  return () => router.latestLocation.pathname === pathname
}
