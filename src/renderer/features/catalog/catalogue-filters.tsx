import { Button, Radio, Select, Stack, Switch, UnstyledButton } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueFacets } from '../../../shared/contract/catalogue-views.ts'
import { courseLevels } from '../../../shared/contract/enums.ts'
import { formatLanguage, formatNumber, formatRating } from '../../ui/format.ts'
import { levelWord } from '../../ui/level-words.ts'
import classes from './catalogue-filters.module.css'
import { type CatalogueSearch, filterCount } from './catalogue-search.ts'
import { type CategoryNode, categoryTree } from './category-tree.ts'

interface FiltersProps {
  search: CatalogueSearch
  facets: CatalogueFacets
  onChange: (change: Partial<CatalogueSearch>) => void
  onClear: () => void
}

/** What narrows the catalogue. Each choice takes effect at once. */
export function CatalogueFilters({ search, facets, onChange, onClear }: FiltersProps) {
  const { t } = useTranslation('catalog')
  return (
    <Stack gap="lg">
      <Switch
        label={t('filter.here')}
        checked={search.here ?? false}
        onChange={(event) => onChange({ here: event.currentTarget.checked ? true : undefined })}
      />
      <Group label={t('filter.category')}>
        <ul className={classes.tree}>
          <CategoryEntry
            label={t('filter.allCategories')}
            depth={0}
            chosen={search.category === undefined}
            onChoose={() => onChange({ category: undefined })}
          />
          {categoryTree(facets.categories).map((node) => (
            <CategoryBranch
              key={node.category.id}
              node={node}
              depth={0}
              search={search}
              onChange={onChange}
            />
          ))}
        </ul>
      </Group>
      <Choice
        label={t('filter.level')}
        any={t('filter.anyLevel')}
        value={search.level}
        options={courseLevels.map((level) => ({ value: level, label: levelWord(level) }))}
        onChange={(level) => onChange({ level })}
      />
      <Choice
        label={t('filter.price')}
        any={t('filter.anyPrice')}
        value={search.price}
        options={[
          { value: 'free', label: t('filter.free') },
          { value: 'paid', label: t('filter.paid') },
        ]}
        onChange={(price) => onChange({ price })}
      />
      <Choice
        label={t('filter.rating')}
        any={t('filter.anyRating')}
        value={search.rating === undefined ? undefined : String(search.rating)}
        options={[4.5, 4, 3].map((rating) => ({
          value: String(rating),
          label: t('filter.ratingUp', { rating: formatRating(rating) }),
        }))}
        onChange={(rating) => onChange({ rating: rating === undefined ? undefined : Number(rating) })}
      />
      {facets.languages.length > 1 ? (
        <Select
          label={t('filter.language')}
          placeholder={t('filter.anyLanguage')}
          clearable
          searchable
          data={facets.languages.map((code) => ({ value: code, label: formatLanguage(code) }))}
          value={search.language ?? null}
          onChange={(language) => onChange({ language: language ?? undefined })}
        />
      ) : null}
      {facets.tags.length > 0 || search.tag ? (
        <Select
          label={t('filter.topic')}
          placeholder={t('filter.anyTopic')}
          clearable
          searchable
          limit={50}
          data={[...new Set([...(search.tag ? [search.tag] : []), ...facets.tags])]}
          value={search.tag ?? null}
          onChange={(tag) => onChange({ tag: tag ?? undefined })}
        />
      ) : null}
      {filterCount(search) > 0 ? (
        <Button variant="subtle" color="gray" onClick={onClear}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </Stack>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  any: string
  value: T | undefined
  options: readonly { value: T; label: string }[]
  onChange: (value: T | undefined) => void
}

function Choice<T extends string>({ label, any, value, options, onChange }: ChoiceProps<T>) {
  return (
    <Radio.Group
      label={label}
      labelProps={{ className: classes.label }}
      value={value ?? ''}
      onChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
    >
      <Stack gap={8} mt={8}>
        <Radio value="" label={any} size="xs" classNames={{ label: classes.choice }} />
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            label={option.label}
            size="xs"
            classNames={{ label: classes.choice }}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function Group({ label, children }: { label: string; children: ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are buttons, not the fields of a form
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes.label}>
        {label}
      </div>
      {children}
    </div>
  )
}

interface CategoryBranchProps {
  node: CategoryNode
  depth: number
  search: CatalogueSearch
  onChange: FiltersProps['onChange']
}

function CategoryBranch({ node, depth, search, onChange }: CategoryBranchProps) {
  const { category, children, courseCount } = node
  return (
    <>
      <CategoryEntry
        label={category.name}
        count={courseCount}
        depth={depth}
        chosen={search.category === category.id}
        onChoose={() => onChange({ category: category.id })}
      />
      {children.map((child) => (
        <CategoryBranch
          key={child.category.id}
          node={child}
          depth={depth + 1}
          search={search}
          onChange={onChange}
        />
      ))}
    </>
  )
}

interface CategoryEntryProps {
  label: string
  count?: number
  depth: number
  chosen: boolean
  onChoose: () => void
}

function CategoryEntry({ label, count, depth, chosen, onChoose }: CategoryEntryProps) {
  return (
    <li>
      <UnstyledButton
        className={classes.category}
        aria-pressed={chosen}
        style={{ paddingInlineStart: 10 + depth * 14 }}
        onClick={onChoose}
      >
        <span className={classes.name}>{label}</span>
        {count === undefined ? null : <span className={classes.count}>{formatNumber(count)}</span>}
      </UnstyledButton>
    </li>
  )
}
