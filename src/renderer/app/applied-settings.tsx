import { useMantineColorScheme } from '@mantine/core'
import { useEffect } from 'react'
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
    setColorScheme(settings.theme)
    applyReading(settings)
    void speakHere(languageOf(settings))
  }, [settings, setColorScheme])
  return null
}

/** Another language draws the page anew: the focus goes back to where it was. */
async function speakHere(language: ReturnType<typeof languageOf>): Promise<void> {
  if (document.documentElement.lang === language) return
  const focusedId = document.activeElement?.id ?? ''
  await speak(language)
  if (focusedId !== '') requestAnimationFrame(() => document.getElementById(focusedId)?.focus())
}
