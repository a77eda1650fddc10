import type { ThingWords } from './thing-words.ts'

/** What waits, what was delivered, and what needs a decision, as the engine shows it. Times are UTC milliseconds. */

/** Things waiting to be sent, by what they are to the person. */
export interface WaitingCounts {
  notes: number
  quizzes: number
  progress: number
  /** Questions answered from memory in the review. */
  reviews: number
  /** What the person says about courses. */
  courseReviews: number
  enrollments: number
  /** Decisions about refused or conflicting work. */
  decisions: number
  drafts: number
  /** Changes of the person's own profile. */
  profiles: number
  total: number
}

export type SyncState = 'offline' | 'waiting' | 'syncing' | 'delivered' | 'attention'

export interface SyncStatusView {
  /**
   * `offline`: the centre cannot be reached; `waiting`: reachable or unknown, with something not yet sent;
   * `syncing`: a transfer is under way; `delivered`: everything this device did is at the centre;
   * `attention`: something was refused, or the person must sign in again.
   */
  state: SyncState
  waiting: WaitingCounts
  attentionCount: number
  online: boolean
  /** When everything was last known to be delivered, or when the last exchange succeeded. */
  lastSuccessAtMs: number | null
  deliveredAtMs: number | null
  nextTryAtMs: number | null
  /** Why it is not running, in plain words. */
  reason: string | null
  metered: MeteredView
}

export interface MeteredView {
  /** The connection costs by the byte, as far as this device can tell. */
  detected: boolean
  /** The person's choice: on such a connection send only what they did. */
  onlyOwnWork: boolean
}

export type WorkKind =
  | 'note'
  | 'quiz'
  | 'progress'
  | 'review'
  | 'course-review'
  | 'enrollment'
  | 'decision'
  | 'draft'
  | 'profile'

/** One thing a person did, however many changes it took. */
export interface ActivityThing {
  key: string
  /** In English: "Note in Tracking Changes". */
  label: string
  words: ThingWords
  kind: WorkKind
  changes: number
  /** When it was last changed, by this device's clock. */
  madeAtMs: number
  /** `sent`: it may have arrived, and waits for the centre's word. */
  state: 'on this device' | 'sent' | 'received' | 'graded'
  /** Its way ends with a grade: a quiz that was handed in. */
  isGraded: boolean
  /** Percentage 0–100, once graded. */
  scorePercent: number | null
  /** The attempt, where it was handed in. */
  attemptId: string | null
  deliveredAtMs: number | null
}

export interface ActivityView {
  /** In the order in which it goes out. */
  waiting: ActivityThing[]
  /** Of the last 30 days, the latest first. */
  delivered: ActivityThing[]
}

/** Something the centre refused: a note or an attempt with all that was refused of it, or a single change. */
export interface RefusedItem {
  id: string
  rejectionIds: string[]
  /** In English. */
  label: string
  words: ThingWords
  kind: WorkKind
  code: string
  /** Plain words. */
  reason: string
  createdAtMs: number
  /** What the person wrote, where it is a text. */
  text: string | null
  /** How it can be sent again: with its text changed, as it is, or not from here. */
  mend: 'edit' | 'as-is' | null
  refusals: { number: number; mutation: string; code: string; reason: string; payload: unknown }[]
}

/** Two texts that could not be made one. */
export interface ConflictItem {
  id: string
  /** In English: "Note in Tracking Changes". */
  label: string
  words: ThingWords
  table: string
  field: string
  rowId: string
  /** What both started from; null where that is not known. */
  base: string | null
  /** The edit that arrived second, and what it found. */
  mine: string
  theirs: string
  /** The text as it is now, both sides marked in it; null where its row is no longer here. */
  current: string | null
  /** It can be set from here: its row is here, and the field is one that is edited as a text. */
  isEditable: boolean
  createdAtMs: number
}

/** The database of this device was damaged and has been rebuilt. */
export interface IncidentView {
  atMs: number
  /** Name of the damaged file, which was kept. */
  damagedFile: string
  /** Changes the centre had not confirmed that were carried over. */
  rescued: number
  /** Whether all of what waited could be read. */
  outboxWhole: boolean
}

export interface AttentionView {
  incident: IncidentView | null
  refused: RefusedItem[]
  conflicts: ConflictItem[]
}

/** What came of a file of unsent work. */
export interface ImportView {
  imported: number
  /** Were here already. */
  skipped: number
  /** Could not be done on this device; they stay in the file. */
  failed: { label: string; words: ThingWords; reason: string }[]
}

/** Where something a person made is. */
export type Delivery = 'on this device' | 'received'
