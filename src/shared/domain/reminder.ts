import { localDay } from './local-day.ts'

/** What a person asked to be reminded of. */
export interface ReminderPlan {
  /** Local time of day, `18:30`; null: never. */
  at: string | null
  /** Minutes of study a day that make a reminder needless. */
  goalMinutes: number
}

export interface ReminderState {
  /** The day somebody was last reminded on, `2026-11-22`; null: never. */
  lastDay: string | null
  studiedTodaySeconds: number
}

/**
 * Whether to remind now: once on each of the person's days, from the time they chose until their midnight, where they are,
 * and not once their goal is met. The clocks being changed makes it neither twice nor never.
 * @param nowMs UTC milliseconds; `timeZone` IANA name of where the person is.
 */
export function isReminderDue(
  plan: ReminderPlan,
  state: ReminderState,
  nowMs: number,
  timeZone: string,
): boolean {
  if (plan.at === null || state.studiedTodaySeconds >= plan.goalMinutes * 60) return false
  if (state.lastDay === localDay(nowMs, timeZone)) return false
  return localTime(nowMs, timeZone) >= plan.at
}

/** The time of day of an instant, `18:30`: comparable as text. */
function localTime(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    numberingSystem: 'latn',
  }).format(atMs)
}
