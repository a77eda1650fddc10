import type { TextArea } from './en.ts'
import app from './es/app.json' with { type: 'json' }
import common from './es/common.json' with { type: 'json' }

/** Every text of the app in Spanish, by area. */
export const spanish: Record<TextArea, object> = { common, app }
