import { Button, CloseButton, Drawer, Group, Select, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Library, Search, SearchX, SlidersHorizontal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { catalogueSorts } from '../../../shared/contract/api.ts'
import type { CatalogueFacets } from '../../../shared/contract/catalogue-views.ts'
import { syncNow } from '../../data/actions.ts'
import { useCatalogue, useFacets, useSyncStatus } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { Late } from '../../ui/late.tsx'
import { showProblem } from '../../ui/notify.ts'
import { usePlace } from '../../ui/place.ts'
import { StatePanel } from '../../ui/state-panel.tsx'
import { useTypedWords } from '../../ui/use-typed-words.ts'
import { CatalogueFilters } from './catalogue-filters.tsx'
import classes from './catalogue-screen.module.css'
import { type CatalogueSearch, catalogueQueryOf, filterCount } from './catalogue-search.ts'
import { windowSize } from './catalogue-windows.ts'
import { CourseCardPlaceholder } from './course-card.tsx'
import { CourseGrid } from './course-grid.tsx'

const placeholders = ['a', 'b', 'c', 'd', 'e', 'f']
const noFacets: CatalogueFacets = { categories: [], languages: [], tags: [], received: true }

interface CatalogueScreenProps {
  search: CatalogueSearch
  /** `replace` where the change is a keystroke and not a step worth going back to. */
  onSearch: (search: CatalogueSearch, how: { replace: boolean }) => void
}

/** Everything there is to learn, whether on this device or not. */
export function CatalogueScreen({ search, onSearch }: CatalogueScreenProps) {
  const { t } = useTranslation(['catalog', 'common'])
  usePlace([{ label: t('title') }])
  const facets = useFacets()
  const query = catalogueQueryOf(search)
  const page = useCatalogue({ ...query, limit: windowSize, offset: 0 })
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const [drawerOpen, drawer] = useDisclosure(false)
  const change = (part: Partial<CatalogueSearch>) => onSearch({ ...search, ...part }, { replace: false })
  const clear = () => onSearch({ q: search.q, sort: search.sort }, { replace: false })

  const filters = (
    <CatalogueFilters search={search} facets={facets.data ?? noFacets} onChange={change} onClear={clear} />
  )
  return (
    <div className={classes.page}>
      {narrow ? (
        <Drawer
          opened={drawerOpen}
          onClose={drawer.close}
          size={300}
          title={t('filters')}
          closeButtonProps={{ 'aria-label': t('closeFilters') }}
        >
          {filters}
        </Drawer>
      ) : (
        <aside className={classes.filters} aria-label={t('filters')}>
          {filters}
        </aside>
      )}
      <section className={classes.results} aria-labelledby="catalogue-title">
        <Title order={1} id="catalogue-title" mb="md">
          {t('title')}
        </Title>
        <Group gap="sm" mb="sm" wrap="nowrap">
          <SearchBox
            words={search.q ?? ''}
            onWords={(q) => onSearch({ ...search, q: q === '' ? undefined : q }, { replace: true })}
          />
          {narrow ? (
            <Button
              variant="default"
              size="md"
              px="md"
              leftSection={<SlidersHorizontal size={16} aria-hidden />}
              onClick={drawer.open}
            >
              {filterCount(search) > 0 ? t('filtersCount', { count: filterCount(search) }) : t('filters')}
            </Button>
          ) : null}
        </Group>
        <Group justify="space-between" mb="md" mih={36}>
          <Text component="h2" size="sm" c="dimmed" fw={400} ff="text" role="status" m={0}>
            {page.data ? t('common:count.courses', { count: page.data.total }) : ''}
          </Text>
          <Select
            aria-label={t('sort.by')}
            data={catalogueSorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
            value={search.sort ?? 'recommended'}
            allowDeselect={false}
            w={170}
            size="sm"
            onChange={(value) =>
              change({ sort: catalogueSorts.find((sort) => sort === value && sort !== 'recommended') })
            }
          />
        </Group>
        {page.isError ? (
          <ErrorPanel error={page.error} onRetry={() => void page.refetch()} />
        ) : !page.data ? (
          <Late>
            <div className={classes.placeholders}>
              {placeholders.map((name) => (
                <CourseCardPlaceholder key={name} />
              ))}
            </div>
          </Late>
        ) : page.data.total > 0 ? (
          <CourseGrid
            key={JSON.stringify(query)}
            query={query}
            total={page.data.total}
            first={page.data.courses}
          />
        ) : facets.data?.received === false ? (
          <NotReceived />
        ) : filterCount(search) === 0 && !search.q ? (
          <StatePanel icon={Library} title={t('empty.title')}>
            {t('empty.body')}
          </StatePanel>
        ) : (
          <StatePanel
            icon={SearchX}
            title={search.here ? t('noMatch.here') : t('noMatch.title')}
            action={
              <Button variant="default" onClick={() => onSearch({}, { replace: false })}>
                {t('noMatch.all')}
              </Button>
            }
          >
            {t('noMatch.body')}
          </StatePanel>
        )}
      </section>
    </div>
  )
}

function NotReceived() {
  const { t } = useTranslation(['catalog', 'common'])
  const status = useSyncStatus().data
  const offline = status?.state === 'offline'
  return (
    <StatePanel
      icon={Library}
      title={offline ? t('coming.offline') : t('coming.title')}
      role="status"
      action={
        offline ? (
          <Button
            onClick={() => {
              syncNow().catch((error: unknown) => showProblem(t('common:problem.centre'), error))
            }}
          >
            {t('coming.now')}
          </Button>
        ) : undefined
      }
    >
      {offline ? t('coming.offlineBody') : t('coming.body')}
    </StatePanel>
  )
}

/** Searches while typing; the address follows a moment behind the keys. */
function SearchBox({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation('catalog')
  const [typed, setTyped] = useTypedWords(words, onWords, 120)
  return (
    <TextInput
      type="search"
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      size="md"
      flex={1}
      leftSection={<Search size={18} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton aria-label={t('search.clear')} onClick={() => setTyped('')} />
      }
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
