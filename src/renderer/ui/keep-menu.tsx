import { Menu } from '@mantine/core'
import {
  CircleAlert,
  CircleArrowDown,
  CirclePause,
  Download,
  type LucideIcon,
  MonitorCheck,
  RotateCw,
  Trash2,
} from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeepLesson, KeepModule, KeepPartState } from '../../shared/contract/keep-views.ts'
import classes from './keep-menu.module.css'
import { type KeepPart, keepPartWords, missingSize } from './keep-words.ts'
import { showProblem } from './notify.ts'

const icons: Record<KeepPartState, LucideIcon> = {
  away: Download,
  coming: CircleArrowDown,
  paused: CirclePause,
  failed: CircleAlert,
  kept: MonitorCheck,
}

interface KeepMenuProps {
  /** Undefined until it is known: its place is kept free. */
  part: KeepModule | KeepLesson | undefined
  /** The course it belongs to; null until it is known. */
  course: {
    sizesKnown: boolean
    /** Keeps lessons on this device, or removes them. */
    choose: (lessonIds: string[], keep: boolean) => Promise<void>
  } | null
}

/**
 * Whether one lesson or module is on this device, what it weighs, and the way to change that. An outline may have hundreds
 * of them: until somebody opens its menu, each is a plain button.
 */
export function KeepMenu({ part, course }: KeepMenuProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  // Pressing the button of an open menu closes it, as pressing anything beside it does; the click must not open it again.
  const wasOpened = useRef(false)
  // A lesson of nothing but text is here with its course.
  if (!part || !course || (part.state === 'kept' && part.totalBytes === 0))
    return <span className={classes.slot} />

  const Icon = icons[part.state]
  const close = () => {
    setOpened(false)
    button.current?.focus({ preventScroll: true })
  }
  return (
    <span className={classes.slot}>
      <button
        ref={button}
        id={id}
        type="button"
        className={classes.button}
        data-state={part.state}
        aria-label={t('keepPart.label', { title: part.title, state: keepPartWords(part) })}
        aria-haspopup="menu"
        aria-expanded={opened}
        onPointerDown={() => {
          wasOpened.current = opened
        }}
        onClick={() => {
          setOpened(!wasOpened.current)
          wasOpened.current = false
        }}
      >
        <Icon size={16} strokeWidth={1.8} aria-hidden />
      </button>
      {opened ? (
        <Menu opened onClose={close} returnFocus={false} position="bottom-end" shadow="md">
          <Menu.Target>
            <span aria-hidden className={classes.anchor} />
          </Menu.Target>
          <Menu.Dropdown aria-labelledby={id}>
            <Choices part={part} course={course} />
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </span>
  )
}

/** Where it is, and what can be done about it. */
function Choices({ part, course }: { [Known in keyof KeepMenuProps]: NonNullable<KeepMenuProps[Known]> }) {
  const { t } = useTranslation()
  const [kind, lessons] =
    'lessons' in part ? (['module', part.lessons] as const) : (['lesson', [part]] as const)
  const weighs = ({ state, totalBytes }: KeepPart) => state !== 'kept' || totalBytes > 0
  const wanted = lessons.filter((lesson) => lesson.wanted && weighs(lesson))
  const unwanted = lessons.filter((lesson) => !lesson.wanted && weighs(lesson))
  const stopped = part.state === 'paused' || part.state === 'failed'
  const size = missingSize(part)
  const choose = (chosen: readonly KeepLesson[], keep: boolean) => {
    const ids = chosen.map(({ id }) => id)
    course.choose(ids, keep).catch((error: unknown) => showProblem(t('keepPart.problem'), error))
  }
  return (
    <>
      <Menu.Label className={classes.label}>{keepPartWords(part)}</Menu.Label>
      {part.state === 'away' && !course.sizesKnown ? (
        <div className={classes.hint}>{t('keepPart.sizeLater')}</div>
      ) : null}
      {stopped ? (
        <Menu.Item leftSection={<RotateCw size={16} aria-hidden />} onClick={() => choose(wanted, true)}>
          {part.state === 'paused'
            ? size === null
              ? t('keep.resume')
              : t('keep.resumeSize', { size })
            : size === null
              ? t('action.tryAgain')
              : t('keep.tryAgainSize', { size })}
        </Menu.Item>
      ) : null}
      {unwanted.length > 0 ? (
        <Menu.Item leftSection={<Download size={16} aria-hidden />} onClick={() => choose(unwanted, true)}>
          {size === null ? t(`keepPart.keep.${kind}`) : t(`keepPart.keepSize.${kind}`, { size })}
        </Menu.Item>
      ) : null}
      {wanted.length > 0 ? (
        <Menu.Item leftSection={<Trash2 size={16} aria-hidden />} onClick={() => choose(wanted, false)}>
          {part.state === 'kept' || stopped ? t('keep.removeYes') : t('keepPart.stop')}
        </Menu.Item>
      ) : null}
    </>
  )
}
