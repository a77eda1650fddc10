/**
 * What a person's work is called, in English: for logs, for files that are taken away, and as the name of each phrase. The
 * screen says it in the language of the app. `{name}` is the title of what it is about.
 */
const phrases = {
  enrollment: ['Enrollment in {name}', 'course'],
  place: ['Place in {name}', 'course'],
  time: ['Time in {name}', 'lesson'],
  study: ['Time of study', 'none'],
  completed: ['{name} completed', 'lesson'],
  note: ['Note in {name}', 'lesson'],
  noteDeleted: ['Note in {name} deleted', 'lesson'],
  quizStarted: ['{name} started', 'quiz'],
  answers: ['Answers in {name}', 'quiz'],
  handedIn: ['{name} handed in', 'quiz'],
  review: ['Review of {name}', 'course'],
  courseReview: ['Your review of {name}', 'course'],
  courseReviewDeleted: ['Your review of {name} deleted', 'course'],
  profile: ['Your profile', 'none'],
  usage: ['How the app is used', 'none'],
  refusalDecided: ['Decision about something refused', 'none'],
  noteDecided: ['Decision about note in {name}', 'lesson'],
  textDecided: ['Decision about a text of {name}', 'course'],
  versionsDecided: ['Two versions decided', 'none'],
  courseDraft: ['Draft of {name}', 'course'],
  moduleNew: ['New module “{name}”', 'none'],
  modulesOrder: ['Order of modules', 'none'],
  lessonNew: ['New lesson “{name}”', 'none'],
  lessonDraft: ['Draft of {name}', 'lesson'],
  lessonPlace: ['Place of {name}', 'lesson'],
  lessonDeleted: ['{name} deleted', 'lesson'],
  titleOf: ['Title of {name}', 'course'],
  summaryOf: ['Summary of {name}', 'course'],
  descriptionOf: ['Description of {name}', 'course'],
  textOf: ['Text of {name}', 'lesson'],
  someText: ['A text', 'none'],
  otherVersion: ['Something from another version', 'none'],
} as const satisfies Record<string, readonly [string, 'course' | 'lesson' | 'quiz' | 'none']>

export type ThingWhat = keyof typeof phrases

/** What a thing is, for the screen to put into words. */
export interface ThingWords {
  what: ThingWhat
  /** Title of what it is about; null where this device does not know it. */
  name: string | null
}

/** What stands for a title this device does not know. */
export function unknownName(what: ThingWhat): 'course' | 'lesson' | 'quiz' | 'none' {
  return phrases[what][1]
}

/** The same in English. */
export function englishLabel({ what, name }: ThingWords): string {
  const [phrase, noun] = phrases[what]
  const unknown = phrase.startsWith('{name}') ? `A ${noun}` : `a ${noun}`
  return phrase.replace('{name}', () => name ?? unknown)
}
