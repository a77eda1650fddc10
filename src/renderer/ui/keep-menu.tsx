import { ActionIcon, Menu } from '@mantine/core'
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
import { useTranslation } from 'react-i18next'
import type { KeepLesson, KeepPartState } from '../../shared/contract/keep-views.ts'
import classes from './keep-menu.module.css'
import { type KeepPart, keepPartWords, missingSize } from './keep-words.ts'
import { showProblem } from './notify.ts'

const icons: Record<KeepPartState, { icon: LucideIcon; color: string }> = {
  away: { icon: Download, color: 'dimmed' },
  coming: { icon: CircleArrowDown, color: 'var(--bx-accent)' },
  paused: { icon: CirclePause, color: 'dimmed' },
  failed: { icon: CircleAlert, color: 'var(--bx-warning)' },
  kept: { icon: MonitorCheck, color: 'dimmed' },
}

interface KeepMenuProps {
  kind: 'lesson' | 'module'
  /** Undefined until it is known: its place is kept free. */
  part: KeepPart | undefined
  /** What it consists of; a lesson of itself. */
  lessons: readonly KeepLesson[]
  sizesKnown: boolean
  /** Keeps lessons on this device, or removes them. */
  onChoose: (lessonIds: string[], keep: boolean) => Promise<void>
}

/** Whether one lesson or module is on this device, what it weighs, and the way to change that. */
export function KeepMenu({ kind, part, lessons, sizesKnown, onChoose }: KeepMenuProps) {
  const { t } = useTranslation()
  // A lesson of nothing but text is here with its course.
  if (!part || (part.state === 'kept' && part.totalBytes === 0)) return <span className={classes.slot} />

  const weighs = ({ state, totalBytes }: KeepPart) => state !== 'kept' || totalBytes > 0
  const wanted = lessons.filter((lesson) => lesson.wanted && weighs(lesson))
  const unwanted = lessons.filter((lesson) => !lesson.wanted && weighs(lesson))
  const stopped = part.state === 'paused' || part.state === 'failed'
  const size = missingSize(part)
  const words = keepPartWords(part)
  const { icon: Icon, color } = icons[part.state]
  const choose = (chosen: readonly KeepLesson[], keep: boolean) => {
    const ids = chosen.map(({ id }) => id)
    onChoose(ids, keep).catch((error: unknown) => showProblem(t('keepPart.problem'), error))
  }
  return (
    <Menu position="bottom-end" shadow="md" withinPortal>
      <Menu.Target>
        <ActionIcon
          className={classes.slot}
          variant="subtle"
          size={26}
          color="gray"
          c={color}
          aria-label={t('keepPart.label', { title: part.title, state: words })}
        >
          <Icon size={16} strokeWidth={1.8} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.label}>{words}</Menu.Label>
        {part.state === 'away' && !sizesKnown ? (
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
      </Menu.Dropdown>
    </Menu>
  )
}
