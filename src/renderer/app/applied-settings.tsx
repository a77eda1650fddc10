import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
import type { AppLanguage } from '../../shared/domain/languages.ts'
import { useSettings } from '../data/hooks.ts'
import { speak } from '../ui/language/texts.ts'
import { applyReading } from '../ui/reading.ts'
import { languageOf, rememberFirstPaint } from './first-paint.ts'

/** Makes the window look and speak as the person likes it, whenever the engine says so. */
export function AppliedSettings() {
  const settings = useSettings().data
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (!settings) return
    rememberFirstPaint(settings)
    // From here on the theme's own style decides.
    document.documentElement.style.colorScheme = ''
    setColorScheme(settings.theme)
    applyReading(settings)
    void speakHere(languageOf(settings))
  }, [settings, setColorScheme])
  return null
}

/** Another language draws the page anew: the focus goes back to where it was, as soon as that is there again. */
async function speakHere(language: AppLanguage): Promise<void> {
  if (document.documentElement.lang === language) return
  const focusedId = document.activeElement?.id ?? ''
  await speak(language)
  if (focusedId !== '') focusSoon(focusedId, 60)
}

function focusSoon(id: string, frames: number): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    document.getElementById(id)?.focus()
    if (frames > 0) focusSoon(id, frames - 1)
  })
}
