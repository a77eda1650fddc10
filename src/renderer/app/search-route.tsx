import { getRouteApi } from '@tanstack/react-router'
import { SearchScreen } from '../features/search/search-screen.tsx'

const route = getRouteApi('/search')

/** The search, with its words in the address. */
export function SearchRoute() {
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SearchScreen
      words={q}
      onWords={(words) =>
        void navigate({ search: words === '' ? {} : { q: words }, replace: true, resetScroll: false })
      }
    />
  )
}
