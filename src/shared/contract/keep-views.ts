/** Where a lesson's or a module's files are. `away`: not wanted here, and not all of them are. */
export type KeepPartState = 'away' | 'coming' | 'paused' | 'failed' | 'kept'

/** One lesson of a course, as something to keep. */
export interface KeepLesson {
  id: string
  title: string
  /** Its files are wanted on this device. */
  wanted: boolean
  state: KeepPartState
  /** Bytes of the files it needs, and how many of them are here. A file two lessons need counts for both. */
  totalBytes: number
  doneBytes: number
}

/** One module of a course, as something to keep. */
export interface KeepModule {
  id: string
  title: string
  state: KeepPartState
  /** Bytes of the files its lessons need, each counted once, and how many of them are here. */
  totalBytes: number
  doneBytes: number
  lessons: KeepLesson[]
}

/** What can be kept of a course, lesson by lesson. */
export interface KeepPartsView {
  courseId: string
  title: string
  /** Everything of the course is wanted. */
  whole: boolean
  /** Which files there are is known: the course's content has been here. */
  sizesKnown: boolean
  modules: KeepModule[]
}

/** What somebody who will be without a connection should know about one course. */
export interface TravelCourse {
  courseId: string
  title: string
  slug: string
  /** `behind`: a newer version is known, and has not come yet. `parts`: what is wanted of it is here. */
  state: 'whole' | 'parts' | 'missing' | 'coming' | 'behind'
  missingBytes: number
  /** Lessons that cannot be taken along, and where they play. */
  onlineOnly: { lessonId: string; title: string; host: string }[]
  /** Live sessions in the period. UTC milliseconds. */
  sessions: { lessonId: string; title: string; beginsAtMs: number }[]
}

/** "Ready to travel": what is missing, what happens meanwhile, what stays behind. */
export interface TravelView {
  untilMs: number
  courses: TravelCourse[]
  missingBytes: number
  /** Null where it cannot be told. */
  freeBytes: number | null
  /** Everything that is missing fits on the disk and below the person's limit. */
  fits: boolean
  /** Things of the person's own that have not reached the centre. */
  waiting: number
  /** When this device and the centre last agreed; null: never. */
  lastSuccessAtMs: number | null
}
