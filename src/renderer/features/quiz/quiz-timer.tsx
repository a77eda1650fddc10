import { VisuallyHidden } from '@mantine/core'
import { Timer } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatClock } from '../../ui/format.ts'
import classes from './quiz.module.css'

interface QuizTimerProps {
  limitSeconds: number
  elapsedSeconds(): number
  /** Called once. */
  onTimeUp(): void
}

/** The time left, in small quiet figures; said aloud at five minutes and at one. */
export function QuizTimer({ limitSeconds, elapsedSeconds, onTimeUp }: QuizTimerProps) {
  const { t } = useTranslation('quiz')
  const [left, setLeft] = useState(() => Math.max(0, limitSeconds - elapsedSeconds()))
  const latest = useRef({ elapsedSeconds, onTimeUp })
  useEffect(() => {
    latest.current = { elapsedSeconds, onTimeUp }
  })
  const isUp = left <= 0

  useEffect(() => {
    if (isUp) {
      latest.current.onTimeUp()
      return
    }
    const timer = setInterval(() => setLeft(Math.max(0, limitSeconds - latest.current.elapsedSeconds())), 500)
    return () => clearInterval(timer)
  }, [isUp, limitSeconds])

  const said = left <= 60 ? t('timer.minute') : left <= 300 ? t('timer.fiveMinutes') : ''
  return (
    <span className={classes.timer} data-short={left <= 60 || undefined}>
      <Timer size={16} aria-hidden />
      <span role="timer">{t('timer.left', { time: formatClock(left) })}</span>
      <VisuallyHidden aria-live="polite">{said}</VisuallyHidden>
    </span>
  )
}
