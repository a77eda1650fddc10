/** The containers course text may use (`:::challenge{title="…"}`), and how each is shown. */
export type BoxForm = 'quiet' | 'exercise' | 'disclosure' | 'callout' | 'plain'
export type BoxTone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger'

export interface BoxKind {
  form: BoxForm
  tone: BoxTone
  /** Heading where the author gave none. */
  title: string
}

const kinds: Readonly<Record<string, BoxKind>> = {
  objectives: { form: 'quiet', tone: 'neutral', title: 'What you will be able to do' },
  questions: { form: 'quiet', tone: 'neutral', title: 'Questions' },
  keypoints: { form: 'quiet', tone: 'neutral', title: 'Key points' },
  checklist: { form: 'quiet', tone: 'neutral', title: 'Checklist' },
  challenge: { form: 'exercise', tone: 'accent', title: 'Exercise' },
  exercise: { form: 'exercise', tone: 'accent', title: 'Exercise' },
  solution: { form: 'disclosure', tone: 'neutral', title: 'Solution' },
  hint: { form: 'disclosure', tone: 'neutral', title: 'Hint' },
  spoiler: { form: 'disclosure', tone: 'neutral', title: 'More detail' },
  details: { form: 'disclosure', tone: 'neutral', title: 'More detail' },
  instructor: { form: 'disclosure', tone: 'neutral', title: 'For instructors' },
  callout: { form: 'callout', tone: 'accent', title: 'Good to know' },
  note: { form: 'callout', tone: 'accent', title: 'Note' },
  info: { form: 'callout', tone: 'accent', title: 'Note' },
  discussion: { form: 'callout', tone: 'accent', title: 'Discuss' },
  prereq: { form: 'callout', tone: 'accent', title: 'Before you start' },
  testimonial: { form: 'callout', tone: 'neutral', title: 'In their words' },
  tip: { form: 'callout', tone: 'success', title: 'Tip' },
  success: { form: 'callout', tone: 'success', title: 'Done' },
  caution: { form: 'callout', tone: 'warning', title: 'Caution' },
  warning: { form: 'callout', tone: 'warning', title: 'Warning' },
  important: { form: 'callout', tone: 'warning', title: 'Important' },
  danger: { form: 'callout', tone: 'danger', title: 'Danger' },
}

/** How a container of this name is shown; a plain box, without heading, for a name nobody foresaw. */
export function boxKind(name: string): BoxKind {
  const key = name.toLowerCase()
  return (Object.hasOwn(kinds, key) ? kinds[key] : undefined) ?? { form: 'plain', tone: 'neutral', title: '' }
}
