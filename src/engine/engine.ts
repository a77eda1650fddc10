import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { implement, ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { api } from '../shared/contract/api.ts'
import { engineControlApi } from '../shared/contract/host.ts'
import type { MessagePortLike } from '../shared/contract/port.ts'
import { createId } from '../shared/domain/ids.ts'
import { AppError } from '../shared/errors/app-error.ts'
import { noticeStream } from './changes/notice-stream.ts'
import { Notices } from './changes/notices.ts'
import { asStorageError, isDamage } from './db/storage-errors.ts'
import { DeviceSettings } from './identity/device-settings.ts'
import type { Secrets } from './identity/token-source.ts'
import { openFile } from './media/open-file.ts'
import { readActivity } from './queries/activity.ts'
import { readAttention } from './queries/attention.ts'
import { courseCard, listCatalogue, readFacets } from './queries/catalogue.ts'
import { readCoursePage } from './queries/course-page.ts'
import { readDashboard } from './queries/dashboard.ts'
import { readDownloads } from './queries/downloads.ts'
import { readKeepParts } from './queries/keep-parts.ts'
import { listNotes } from './queries/notes.ts'
import { readLesson, readPlayerCourse } from './queries/player.ts'
import { readProfile } from './queries/profile.ts'
import { readProgress, readWeek } from './queries/progress.ts'
import { readAttempt, readQuiz } from './queries/quiz.ts'
import { readReview, readReviewSummary } from './queries/review.ts'
import { Session } from './session.ts'
import { readDeviceClock, systemClock } from './system-clock.ts'

/** What an engine asks of the shell it runs in: an oRPC client of `hostApi`. */
export interface EngineHost {
  secrets: Secrets
  openExternal(input: { url: string }): Promise<boolean>
  openFile(input: { path: string; name: string }): Promise<boolean>
}

export interface EngineOptions {
  /** Folder for this device's data; made if missing. */
  home: string
  /** Centre offered on a device that has none yet. */
  gatewayUrl?: string
  host: EngineHost
  log?: (line: string) => void
  fetch?: typeof fetch
}

/**
 * Composition root of the engine: wiring only.
 * @returns the engine with the last signed-in person's account open, whether or not the centre can be reached. A database
 * that may not be opened (of a newer version, or on a full disk) leaves nobody signed in, and `session.get` says why.
 */
export function openEngine(options: EngineOptions) {
  mkdirSync(options.home, { recursive: true, mode: 0o700 })
  const notices = new Notices()
  const session = new Session({
    home: options.home,
    gatewayUrl: options.gatewayUrl,
    secrets: options.host.secrets,
    openExternal: (input) => options.host.openExternal(input),
    notices,
    clock: systemClock,
    fetch: options.fetch ?? fetch,
    log: options.log ?? (() => {}),
  })
  const settings = new DeviceSettings(join(options.home, 'settings.json'))
  const handler = new RPCHandler(router(session, notices, options.host, settings), {
    interceptors: [passErrors(session)],
  })
  return {
    session,
    /** Serves the API to one window until its port closes. */
    connect: (port: MessagePortLike): void => handler.upgrade(port),
    control: controlRouter(session),
    close: () => session.close(),
  }
}

export type Engine = ReturnType<typeof openEngine>

function router(session: Session, notices: Notices, host: EngineHost, settings: DeviceSettings) {
  const os = implement(api)
  /** One start of the app, as far as usage is told. */
  const sessionId = createId()
  const context = () => session.account.context
  const account = () => session.account
  return os.router({
    session: {
      get: os.session.get.handler(() => session.view()),
      setGateway: os.session.setGateway.handler(({ input }) => session.setGateway(input.url)),
      beginSignIn: os.session.beginSignIn.handler(({ input }) => session.begin(input.returnTo)),
      cancelSignIn: os.session.cancelSignIn.handler(() => session.cancel()),
      signOut: os.session.signOut.handler(() => session.signOut()),
    },
    settings: {
      get: os.settings.get.handler(() => settings.of(session.view().person?.id ?? null)),
      change: os.settings.change.handler(({ input }) => {
        const personId = session.view().person?.id ?? null
        const changed = settings.change(personId, input)
        if (personId !== null && input.shareUsage === false) session.account.forgetUsage()
        notices.topic('settings')
        return changed
      }),
    },
    sync: {
      status: os.sync.status.handler(() => account().status()),
      activity: os.sync.activity.handler(() => readActivity(context())),
      attention: os.sync.attention.handler(() => readAttention(context())),
      dismissIncident: os.sync.dismissIncident.handler(() => account().dismissIncident()),
      resend: os.sync.resend.handler(({ input }) => account().resend(input.rejectionIds, input.text)),
      exportUnsent: os.sync.exportUnsent.handler(() => account().exportUnsent()),
      importUnsent: os.sync.importUnsent.handler(({ input }) => account().importUnsent(input.text)),
      setConnection: os.sync.setConnection.handler(({ input }) => session.setMetered(input.metered)),
      chooseOnlyOwnWork: os.sync.chooseOnlyOwnWork.handler(({ input }) =>
        account().chooseOnlyOwnWork(input.onlyOwnWork),
      ),
      now: os.sync.now.handler(() => account().sync.kick()),
    },
    device: { clock: os.device.clock.handler(() => readDeviceClock()) },
    notices: os.notices.handler(({ signal }) => noticeStream(notices, signal)),
    mutate: os.mutate.handler(({ input }) => ({ number: account().mutate(input.name, input.args) })),
    catalogue: {
      list: os.catalogue.list.handler(({ input }) => listCatalogue(context(), input)),
      facets: os.catalogue.facets.handler(() => readFacets(context())),
      course: os.catalogue.course.handler(({ input }) => {
        const page = readCoursePage(context(), input.slug)
        if (page) account().sync.wantCourse(page.course.id)
        return page
      }),
    },
    search: {
      find: os.search.find.handler(({ input }) => account().search.find(input.text, input.limit)),
    },
    library: {
      dashboard: os.library.dashboard.handler(() => readDashboard(context(), account().person)),
      downloads: os.library.downloads.handler(async () =>
        readDownloads(context(), await account().blobs.freeBytes(), account().downloadLimitBytes),
      ),
      keepState: os.library.keepState.handler(({ input }) => {
        const card = courseCard(context(), input.courseId)
        if (!card) throw new AppError('not-found', 'This course is not in the catalogue of this device.')
        return card.device
      }),
      parts: os.library.parts.handler(({ input }) => readKeepParts(context(), input.courseId)),
      keep: os.library.keep.handler(({ input }) => account().keep(input.courseId, input.lessonIds ?? null)),
      keepAllLearning: os.library.keepAllLearning.handler(() => account().keepAllLearning()),
      travel: os.library.travel.handler(({ input }) => account().readyToTravel(input.days)),
      chooseLimit: os.library.chooseLimit.handler(({ input }) =>
        account().chooseDownloadLimit(input.limitBytes),
      ),
      pause: os.library.pause.handler(({ input }) => account().downloads.pause(input.courseId)),
      remove: os.library.remove.handler(({ input }) =>
        input.lessonIds
          ? account().removeLessons(input.courseId, input.lessonIds)
          : account().removeFromDevice(input.courseId),
      ),
    },
    player: {
      course: os.player.course.handler(({ input }) => readPlayerCourse(context(), input.courseId)),
      lesson: os.player.lesson.handler(({ input }) => readLesson(context(), input.lessonId)),
    },
    files: {
      open: os.files.open.handler(({ input }) => openFile(account(), host, input)),
    },
    notes: { list: os.notes.list.handler(({ input }) => listNotes(context(), input)) },
    quiz: {
      get: os.quiz.get.handler(({ input }) => readQuiz(context(), input.quizId)),
      attempt: os.quiz.attempt.handler(({ input }) => readAttempt(context(), input.attemptId)),
    },
    profile: {
      get: os.profile.get.handler(() => readProfile(context(), account().person)),
    },
    usage: {
      note: os.usage.note.handler(({ input }) => {
        if (!settings.of(account().person.id).shareUsage) return
        account().mutate('usage.record', { ...input, eventId: createId(), sessionId })
      }),
    },
    progress: {
      week: os.progress.week.handler(({ input }) => readWeek(context(), systemClock.nowMs(), input.timeZone)),
      overview: os.progress.overview.handler(({ input }) =>
        readProgress(context(), account().person, systemClock.nowMs(), input.timeZone),
      ),
    },
    review: {
      summary: os.review.summary.handler(async ({ input }) => {
        const today = await account().settleReviews(input.timeZone)
        return readReviewSummary(context(), account().reviewPlan, today)
      }),
      next: os.review.next.handler(async ({ input }) => {
        const today = await account().settleReviews(input.timeZone)
        return readReview(context(), account().reviewPlan, today, input.first)
      }),
      choosePlan: os.review.choosePlan.handler(({ input }) => account().chooseReviewPlan(input)),
    },
  })
}

function controlRouter(session: Session) {
  const os = implement(engineControlApi)
  return os.router({
    media: {
      locate: os.media.locate.handler(({ input }) => session.account.locate(input.sha256)),
    },
    close: os.close.handler(() => session.close()),
  })
}

/** Errors cross to the renderer as their data; what is a bug is logged here and only named there. */
function passErrors(session: Session) {
  return async <T>({ next }: { next: () => Promise<T> }): Promise<T> => {
    try {
      return await next()
    } catch (thrown) {
      if (thrown instanceof ORPCError) throw thrown
      if (isDamage(thrown)) void session.repair()
      const error = AppError.from(asStorageError(thrown))
      if (error.code === 'internal') console.error(thrown)
      throw new ORPCError(error.code, { message: error.message, data: error.toData() })
    }
  }
}
