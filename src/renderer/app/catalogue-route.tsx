import { getRouteApi } from '@tanstack/react-router'
import { CatalogueScreen } from '../features/catalog/catalogue-screen.tsx'
import { useStillAt } from './still-at.ts'

const route = getRouteApi('/catalogue')

/** The catalogue, with what is asked of it in the address. */
export function CatalogueRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const isStillHere = useStillAt('/catalogue')
  return (
    <CatalogueScreen
      search={search}
      onSearch={(next, { replace }) => {
        if (isStillHere()) void navigate({ search: next, replace, resetScroll: !replace })
      }}
    />
  )
}
