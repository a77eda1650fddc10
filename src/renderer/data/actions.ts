import type { SettingsChange } from '../../shared/contract/settings.ts'
import type { ImportView } from '../../shared/contract/sync-views.ts'
import type { UsageNote } from '../../shared/contract/usage-mutations.ts'
import type { SessionView } from '../../shared/contract/views.ts'
import { engine } from './engine-client.ts'
import { shell } from './shell.ts'

/** Chooses the centre. Fails with `not-a-gateway` or `offline`. */
export function setGateway(url: string): Promise<SessionView> {
  return engine.session.setGateway({ url })
}

/** Starts signing in: in the system browser, or (browser shell) by leaving this page and coming back to it. */
export async function beginSignIn(): Promise<void> {
  const returnTo = shell === 'browser' ? { returnTo: window.location.href } : {}
  const { authorizationUrl, openedInBrowser } = await engine.session.beginSignIn(returnTo)
  if (openedInBrowser) return
  if (shell === 'browser') window.location.assign(authorizationUrl)
  else window.open(authorizationUrl, '_blank', 'noreferrer')
}

export function cancelSignIn(): Promise<void> {
  return engine.session.cancelSignIn()
}

export function signOut(): Promise<void> {
  return engine.session.signOut()
}

/** Changes how the person likes the app on this device; every window follows. */
export async function changeSettings(change: SettingsChange): Promise<void> {
  await engine.settings.change(change)
}

/** Something was looked at. Noted down only where the person agreed; whatever comes of it, nobody waits for it. */
export function noteUsage(viewed: UsageNote): void {
  engine.usage.note(viewed).catch(() => {})
}

/** Tries to reach the centre at once. */
export function syncNow(): Promise<void> {
  return engine.sync.now()
}

export function keepCourse(courseId: string): Promise<void> {
  return engine.library.keep({ courseId })
}

export function pauseKeeping(courseId: string): Promise<void> {
  return engine.library.pause({ courseId })
}

/** Removes a course's content. Own notes, attempts and progress stay. */
export function removeFromDevice(courseId: string): Promise<void> {
  return engine.library.remove({ courseId })
}

/** Does refused work again, with `text` in place of what was written where it is not null. */
export function resend(rejectionIds: string[], text: string | null): Promise<void> {
  return engine.sync.resend({ rejectionIds, text })
}

/** Everything that waits, as a file for another device of the same person. */
export function exportUnsent(): Promise<{ fileName: string; text: string }> {
  return engine.sync.exportUnsent()
}

/** Does what such a file says. Fails with an AppError when it is none, too new, or another person's. */
export function importUnsent(text: string): Promise<ImportView> {
  return engine.sync.importUnsent({ text })
}

/** The person has read what happened to the database of this device. */
export function dismissIncident(): Promise<void> {
  return engine.sync.dismissIncident()
}

/** On a metered connection: only what the person did (true), or courses and files as well. */
export function chooseOnlyOwnWork(onlyOwnWork: boolean): Promise<void> {
  return engine.sync.chooseOnlyOwnWork({ onlyOwnWork })
}
