import { t } from '../language/texts.ts'

/** The containers course text may use (`:::challenge{title="…"}`), and how each is shown. */
export type BoxForm = 'quiet' | 'exercise' | 'disclosure' | 'callout' | 'plain'
export type BoxTone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger'

export interface BoxKind {
  form: BoxForm
  tone: BoxTone
  /** Heading where the author gave none; empty for a plain box. */
  title: string
}

const kinds = {
  objectives: { form: 'quiet', tone: 'neutral', title: 'box.objectives' },
  questions: { form: 'quiet', tone: 'neutral', title: 'box.questions' },
  keypoints: { form: 'quiet', tone: 'neutral', title: 'box.keypoints' },
  checklist: { form: 'quiet', tone: 'neutral', title: 'box.checklist' },
  challenge: { form: 'exercise', tone: 'accent', title: 'box.exercise' },
  exercise: { form: 'exercise', tone: 'accent', title: 'box.exercise' },
  solution: { form: 'disclosure', tone: 'neutral', title: 'box.solution' },
  hint: { form: 'disclosure', tone: 'neutral', title: 'box.hint' },
  spoiler: { form: 'disclosure', tone: 'neutral', title: 'box.details' },
  details: { form: 'disclosure', tone: 'neutral', title: 'box.details' },
  instructor: { form: 'disclosure', tone: 'neutral', title: 'box.instructor' },
  callout: { form: 'callout', tone: 'accent', title: 'box.callout' },
  note: { form: 'callout', tone: 'accent', title: 'box.note' },
  info: { form: 'callout', tone: 'accent', title: 'box.note' },
  discussion: { form: 'callout', tone: 'accent', title: 'box.discussion' },
  prereq: { form: 'callout', tone: 'accent', title: 'box.prereq' },
  testimonial: { form: 'callout', tone: 'neutral', title: 'box.testimonial' },
  tip: { form: 'callout', tone: 'success', title: 'box.tip' },
  success: { form: 'callout', tone: 'success', title: 'box.success' },
  caution: { form: 'callout', tone: 'warning', title: 'box.caution' },
  warning: { form: 'callout', tone: 'warning', title: 'box.warning' },
  important: { form: 'callout', tone: 'warning', title: 'box.important' },
  danger: { form: 'callout', tone: 'danger', title: 'box.danger' },
} as const satisfies Readonly<Record<string, BoxKind>>

/** How a container of this name is shown; a plain box, without heading, for a name nobody foresaw. */
export function boxKind(name: string): BoxKind {
  const key = name.toLowerCase()
  if (!isKind(key)) return { form: 'plain', tone: 'neutral', title: '' }
  const { form, tone, title } = kinds[key]
  return { form, tone, title: t(`markdown:${title}`) }
}

function isKind(key: string): key is keyof typeof kinds {
  return Object.hasOwn(kinds, key)
}
