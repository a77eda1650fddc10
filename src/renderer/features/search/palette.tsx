import { Modal, ScrollArea, TextInput } from '@mantine/core'
import { BookOpenText, Clock, type LucideIcon, NotebookPen, Search, SquarePlay } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearch } from '../../data/hooks.ts'
import { courseAddress, lessonAddress, noteAddress } from './hit-address.ts'
import { Marked } from './marked.tsx'
import { isMentioned } from './mentioned.ts'
import classes from './palette.module.css'
import { useRecentPlaces } from './recent-places.ts'

/** Something the palette leads to or does. */
export interface PaletteEntry {
  key: string
  label: string
  icon: LucideIcon
  run: () => void
}

interface PaletteProps {
  opened: boolean
  onClose: () => void
  /** The places of the app, and what can be done from anywhere. */
  places: readonly PaletteEntry[]
  actions: readonly PaletteEntry[]
  userId: string
  onGo: (to: string) => void
}

interface Option {
  key: string
  icon: LucideIcon
  label: ReactNode
  /** What else is to be known, in quiet letters. */
  aside?: string | undefined
  /** Whether the window knows it by itself, without asking the engine. */
  isKnown?: boolean
  run: () => void
}

interface Group {
  key: string
  title: string
  options: Option[]
}

const hitsOfEach = 5

/** One box that reaches every place, course, lesson, note and action, by keyboard alone. */
export function Palette({ opened, onClose, ...rest }: PaletteProps) {
  const { t } = useTranslation(['search', 'common'])
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={620}
      padding={0}
      yOffset="10dvh"
      centered={false}
      transitionProps={{ duration: 100 }}
      // A class on the content itself would be the whole layer's as well.
      classNames={{ content: classes.window }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')}>
        <Modal.Body>
          <PaletteBox onClose={onClose} {...rest} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function PaletteBox({ onClose, places, actions, userId, onGo }: Omit<PaletteProps, 'opened'>) {
  const { t } = useTranslation(['search', 'common'])
  const [typed, setTyped] = useState('')
  /** The key of what the person moved to. Until they move, and when it is gone, that is the first. */
  const [chosen, setChosen] = useState<string | null>(null)
  const [isEntered, setEntered] = useState(false)
  const { groups, isSearching } = useGroups({ typed, places, actions, userId, onGo })
  const options = groups.flatMap((group) => group.options)
  const own = options.findIndex(({ key }) => key === chosen)
  const at = own < 0 && options.length > 0 ? 0 : own
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const optionId = (index: number) => `${id}-option-${index}`

  useEffect(() => {
    const option = at < 0 ? null : document.getElementById(`${id}-option-${at}`)
    option?.scrollIntoView({ block: 'nearest' })
  }, [at, id])

  const run = (option: Option | undefined) => {
    if (!option) return
    onClose()
    option.run()
  }
  // Whoever types and presses Enter at once means what is found for their last letter, not for the one before.
  const isFirstToCome = isSearching && own < 0 && options[at]?.isKnown !== true
  useEffect(() => {
    if (!isEntered || isFirstToCome) return
    setEntered(false)
    run(options[at])
  })
  const point = (option: Option | undefined) => {
    setChosen(option?.key ?? null)
    setEntered(false)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % options.length,
      ArrowUp: (at - 1 + options.length) % options.length,
      PageDown: Math.min(options.length - 1, at + 8),
      PageUp: Math.max(0, at - 8),
    }
    const to = moves[event.key]
    if (event.key === 'Enter') setEntered(true)
    else if (to === undefined || options.length === 0) return
    else point(options[to])
    event.preventDefault()
  }

  let index = -1
  return (
    <>
      <TextInput
        size="lg"
        variant="unstyled"
        className={classes.box}
        leftSection={<Search size={20} aria-hidden />}
        aria-label={t('palette.open')}
        placeholder={t('palette.choose')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          point(undefined)
        }}
        onKeyDown={onKey}
        maxLength={1000}
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(at >= 0 ? { 'aria-activedescendant': optionId(at) } : {})}
      />
      <ScrollArea.Autosize
        mah="min(58dvh, 480px)"
        type="auto"
        scrollbars="y"
        viewportProps={{ tabIndex: -1 }}
      >
        <div
          id={`${id}-list`}
          ref={list}
          role="listbox"
          aria-busy={isSearching}
          aria-label={t('palette.title')}
          className={classes.list}
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
            <div key={group.key} role="group" aria-labelledby={`${id}-${group.key}`}>
              <div id={`${id}-${group.key}`} className={classes.group} role="presentation">
                {group.title}
              </div>
              {group.options.map((option) => {
                index += 1
                const place = index
                return (
                  <Entry
                    key={option.key}
                    id={optionId(place)}
                    option={option}
                    isChosen={place === at}
                    onPoint={() => point(option)}
                    onRun={() => run(option)}
                  />
                )
              })}
            </div>
          ))}
        </div>
      </ScrollArea.Autosize>
    </>
  )
}

interface EntryProps {
  id: string
  option: Option
  isChosen: boolean
  onPoint: () => void
  onRun: () => void
}

/** The focus stays in the box; the keys are heard there. */
function Entry({ id, option, isChosen, onPoint, onRun }: EntryProps) {
  const { icon: Icon, label, aside } = option
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the focus and the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className={classes.option}
      onMouseMove={onPoint}
      onClick={onRun}
    >
      <Icon size={17} strokeWidth={1.7} aria-hidden />
      <span className={classes.label}>{label}</span>
      {aside ? <span className={classes.aside}>{aside}</span> : null}
    </div>
  )
}

/** What there is to choose: lately visited and all places before anything is typed, then whatever matches. */
function useGroups({
  typed,
  places,
  actions,
  userId,
  onGo,
}: Omit<PaletteProps, 'opened' | 'onClose'> & { typed: string }): { groups: Group[]; isSearching: boolean } {
  const { t } = useTranslation('search')
  const { data: found, isPending, isPlaceholderData } = useSearch(typed, hitsOfEach)
  const recent = useRecentPlaces((state) => (state.userId === userId ? state.places : noPlaces))
  const words = typed.trim()
  const mentioned = (entries: readonly PaletteEntry[]): Option[] =>
    entries.filter(({ label }) => isMentioned(label, words)).map((entry) => ({ ...entry, isKnown: true }))
  const groups: Group[] = [
    {
      key: 'recent',
      title: t('palette.recent'),
      options: recent
        .filter(({ label }) => isMentioned(label, words))
        .slice(0, words === '' ? 5 : 3)
        .map(({ to, label }) => ({
          key: `recent ${to}`,
          icon: Clock,
          label,
          isKnown: true,
          run: () => onGo(to),
        })),
    },
    { key: 'places', title: t('palette.places'), options: mentioned(places) },
    { key: 'actions', title: t('palette.actions'), options: mentioned(actions) },
  ]
  if (words !== '' && found)
    groups.push(
      {
        key: 'courses',
        title: t('courses'),
        options: found.courses.map((course) => ({
          key: course.id,
          icon: BookOpenText,
          label: <Marked parts={course.title} />,
          aside: course.instructorName,
          run: () => onGo(courseAddress(course)),
        })),
      },
      {
        key: 'lessons',
        title: t('lessons'),
        options: found.lessons.map((lesson) => ({
          key: lesson.id,
          icon: SquarePlay,
          label: <Marked parts={lesson.title} />,
          aside: lesson.courseTitle,
          run: () => onGo(lessonAddress(lesson)),
        })),
      },
      {
        key: 'notes',
        title: t('notes'),
        options: found.notes.map((note) => ({
          key: note.id,
          icon: NotebookPen,
          label: <Marked parts={note.snippet} />,
          aside: note.lessonTitle ?? undefined,
          run: () => onGo(noteAddress(note)),
        })),
      },
    )
  if (words !== '')
    groups.push({
      key: 'all',
      title: t('title'),
      options: [
        {
          key: 'all',
          icon: Search,
          label: t('palette.all', { words }),
          run: () => onGo(`/search?q=${encodeURIComponent(JSON.stringify(words))}`),
        },
      ],
    })
  return {
    groups: groups.filter(({ options }) => options.length > 0),
    isSearching: words !== '' && (isPending || isPlaceholderData),
  }
}

const noPlaces: readonly never[] = []
