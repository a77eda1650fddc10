import { Button, CloseButton, Text, TextInput, Title } from '@mantine/core'
import { Search as SearchIcon, SearchX } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchView } from '../../../shared/contract/search-views.ts'
import { useSearch } from '../../data/hooks.ts'
import { ErrorPanel } from '../../ui/error-panel.tsx'
import { FactLine } from '../../ui/fact-line.tsx'
import { formatPercent } from '../../ui/format.ts'
import { PathLink } from '../../ui/path-link.tsx'
import { usePlace } from '../../ui/place.ts'
import { Screen } from '../../ui/screen.tsx'
import { StatePanel } from '../../ui/state-panel.tsx'
import { useTypedWords } from '../../ui/use-typed-words.ts'
import { courseAddress, lessonAddress, noteAddress } from './hit-address.ts'
import { Marked } from './marked.tsx'
import classes from './search.module.css'

const firstLimit = 8
const largestLimit = 50

interface SearchScreenProps {
  words: string
  onWords: (words: string) => void
}

/** Everything that is found on this device for words, as they are typed. */
export function SearchScreen({ words, onWords }: SearchScreenProps) {
  const { t } = useTranslation('search')
  usePlace([{ label: t('title') }])
  const [typed, setTyped] = useTypedWords(words, onWords, 250)
  const [limit, setLimit] = useState(firstLimit)
  const found = useSearch(typed, limit)
  const type = (text: string) => {
    setTyped(text)
    setLimit(firstLimit)
  }
  return (
    <Screen title={t('title')} lead={t('lead')} width="text">
      <TextInput
        type="search"
        size="md"
        aria-label={t('label')}
        placeholder={t('placeholder')}
        leftSection={<SearchIcon size={18} aria-hidden />}
        rightSection={typed === '' ? null : <CloseButton aria-label={t('clear')} onClick={() => type('')} />}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        maxLength={1000}
        data-autofocus
        autoFocus
      />
      {found.isError ? (
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      ) : typed.trim() === '' ? (
        <StatePanel icon={SearchIcon} title={t('start.title')}>
          {t('start.body')}
        </StatePanel>
      ) : found.data ? (
        <Found view={found.data} onMore={limit < largestLimit ? () => setLimit(largestLimit) : null} />
      ) : null}
    </Screen>
  )
}

function Found({ view, onMore }: { view: SearchView; onMore: (() => void) | null }) {
  const { t } = useTranslation(['search', 'common'])
  const { courses, lessons, notes, more, indexing } = view
  const isEmpty = courses.length + lessons.length + notes.length === 0
  return (
    <>
      {indexing === null ? null : (
        <Text size="sm" c="dimmed" mt="md" role="status">
          {t('indexing', { percent: formatPercent((100 * indexing.done) / indexing.total) })}
        </Text>
      )}
      {isEmpty ? (
        <StatePanel icon={SearchX} title={t('none.title')} role="status">
          {t('none.body')}
        </StatePanel>
      ) : null}
      <Hits title={t('courses')} more={more.courses && onMore ? { label: t('more.courses'), onMore } : null}>
        {courses.map((course) => (
          <Hit
            key={course.id}
            to={courseAddress(course)}
            title={<Marked parts={course.title} />}
            facts={[course.instructorName, course.categoryName, course.enrolled ? t('enrolled') : '']}
            snippet={<Marked parts={course.snippet} />}
          />
        ))}
      </Hits>
      <Hits title={t('lessons')} more={more.lessons && onMore ? { label: t('more.lessons'), onMore } : null}>
        {lessons.map((lesson) => (
          <Hit
            key={lesson.id}
            to={lessonAddress(lesson)}
            title={<Marked parts={lesson.title} />}
            facts={[
              t(`common:lessonType.${lesson.type}`),
              t('inCourse', { course: lesson.courseTitle }),
              lesson.onDevice ? '' : t('notHere'),
            ]}
            snippet={<Marked parts={lesson.snippet} />}
          />
        ))}
      </Hits>
      <Hits title={t('notes')} more={more.notes && onMore ? { label: t('more.notes'), onMore } : null}>
        {notes.map((note) => (
          <Hit
            key={note.id}
            to={noteAddress(note)}
            title={note.lessonTitle ?? t('lessonGone')}
            facts={[
              note.courseTitle === null ? '' : t('inCourse', { course: note.courseTitle }),
              note.lessonGone ? t('lessonDeleted') : '',
            ]}
            snippet={<Marked parts={note.snippet} />}
          />
        ))}
      </Hits>
    </>
  )
}

interface HitsProps {
  title: string
  more: { label: string; onMore: () => void } | null
  children: ReactNode[]
}

function Hits({ title, more, children }: HitsProps) {
  if (children.length === 0) return null
  return (
    <section className={classes.section} aria-label={title}>
      <Title order={2} size="h3" mb={6}>
        {title}
      </Title>
      <ul className={classes.list}>{children}</ul>
      {more ? (
        <Button variant="subtle" mt={8} onClick={more.onMore}>
          {more.label}
        </Button>
      ) : null}
    </section>
  )
}

interface HitProps {
  to: string
  title: ReactNode
  facts: readonly string[]
  snippet: ReactNode
}

function Hit({ to, title, facts, snippet }: HitProps) {
  return (
    <li className={classes.hit}>
      <h3 className={classes.title} dir="auto">
        <PathLink to={to} className={classes.link}>
          {title}
        </PathLink>
      </h3>
      <p className={classes.facts}>
        <FactLine facts={facts} />
      </p>
      <p className={classes.snippet} dir="auto">
        {snippet}
      </p>
    </li>
  )
}
