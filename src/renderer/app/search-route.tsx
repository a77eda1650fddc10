import { getRouteApi } from '@tanstack/react-router'
import { SearchScreen } from '../features/search/search-screen.tsx'
import { useStillAt } from './still-at.ts'

const route = getRouteApi('/search')

/** The search, with its words in the address. */
export function SearchRoute() {
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const isStillHere = useStillAt('/search')
  return (
    <SearchScreen
      words={q}
      onWords={(words) => {
        if (isStillHere())
          void navigate({ search: words === '' ? {} : { q: words }, replace: true, resetScroll: false })
      }}
    />
  )
}
