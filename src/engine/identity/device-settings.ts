import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  defaultSettings,
  type Settings,
  type SettingsChange,
  settings,
} from '../../shared/contract/settings.ts'
import { replaceFile } from './replace-file.ts'

const kept = z.object({
  /** As whoever used the app last likes it: what the door looks like while nobody is signed in. */
  last: settings.catch(defaultSettings),
  people: z.record(z.string(), settings).catch({}),
})

/** How each person likes BrainiX on this device, in one small file beside their databases. */
export class DeviceSettings {
  readonly #path: string
  #kept: z.infer<typeof kept>

  /** A missing or unreadable file means that everything is as by default: no setting is worth a start that fails. */
  constructor(path: string) {
    this.#path = path
    this.#kept = read(path)
  }

  /** @param userId who is signed in; null for nobody. Somebody new begins with the language and look of the door. */
  of(userId: string | null): Settings {
    const { last, people } = this.#kept
    const own = userId === null ? undefined : people[userId]
    if (own) return own
    return userId === null ? last : { ...defaultSettings, language: last.language, theme: last.theme }
  }

  /** Durable when it returns. */
  change(userId: string | null, change: SettingsChange): Settings {
    const next = settings.parse({ ...this.of(userId), ...change })
    this.#kept = {
      last: next,
      people: userId === null ? this.#kept.people : { ...this.#kept.people, [userId]: next },
    }
    replaceFile(this.#path, JSON.stringify(this.#kept, null, 2))
    return next
  }
}

function read(path: string): z.infer<typeof kept> {
  try {
    return kept.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { last: defaultSettings, people: {} }
  }
}
