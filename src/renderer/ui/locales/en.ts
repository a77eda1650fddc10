import app from './en/app.json' with { type: 'json' }
import common from './en/common.json' with { type: 'json' }

/** Every text of the app in English, by area. The keys of all languages are these. */
export const english = { common, app } as const

export type English = typeof english
export type TextArea = keyof English

export const textAreas = ['common', 'app'] as const satisfies readonly TextArea[]
