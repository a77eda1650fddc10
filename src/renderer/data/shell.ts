import { z } from 'zod'

const electronBridge = z.object({ shell: z.literal('electron') })

/** Which shell shows this window: the desktop app, or a tab of this machine's browser. */
export const shell: 'electron' | 'browser' =
  typeof window !== 'undefined' && electronBridge.safeParse(Reflect.get(window, 'brainix')).success
    ? 'electron'
    : 'browser'
