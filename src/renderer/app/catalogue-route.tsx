import { getRouteApi } from '@tanstack/react-router'
import { CatalogueScreen } from '../features/catalog/catalogue-screen.tsx'

const route = getRouteApi('/catalogue')

/** The catalogue, with what is asked of it in the address. */
export function CatalogueRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <CatalogueScreen
      search={search}
      onSearch={(next, { replace }) => void navigate({ search: next, replace, resetScroll: !replace })}
    />
  )
}
