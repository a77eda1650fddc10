import app from './ar/app.json' with { type: 'json' }
import common from './ar/common.json' with { type: 'json' }
import type { TextArea } from './en.ts'

/** Every text of the app in Arabic, by area. */
export const arabic: Record<TextArea, object> = { common, app }
