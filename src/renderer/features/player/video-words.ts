import { addTranslation } from 'media-chrome/dist/utils/i18n.js'
import { t } from '../../ui/language/texts.ts'

/** Teaches the video's controls their names in the language of the app. @returns the language, for them to use. */
export function nameControls(language: string): string {
  const play = t('player:controls.play')
  const pause = t('player:controls.pause')
  const mute = t('player:controls.mute')
  const unmute = t('player:controls.unmute')
  const captions = t('player:controls.captions')
  const fill = t('player:controls.fill')
  const leaveFill = t('player:controls.leaveFill')
  const pip = t('player:controls.pip')
  const leavePip = t('player:controls.leavePip')
  const words: Record<string, string> = {
    play,
    Play: play,
    pause,
    Pause: pause,
    mute,
    Mute: mute,
    unmute,
    Unmute: unmute,
    seek: t('player:controls.seek'),
    volume: t('player:controls.volume'),
    'closed captions': captions,
    Captions: captions,
    'Enable captions': captions,
    'Disable captions': captions,
    'enter fullscreen mode': fill,
    'Enter fullscreen mode': fill,
    'exit fullscreen mode': leaveFill,
    'Exit fullscreen mode': leaveFill,
    'enter picture in picture mode': pip,
    'Enter picture in picture mode': pip,
    'exit picture in picture mode': leavePip,
    'Exit picture in picture mode': leavePip,
    'Playback rate': t('player:controls.speed'),
    'Playback rate {playbackRate}': t('player:controls.speedNow'),
    'Seek backward': t('player:controls.backward'),
    'Seek forward': t('player:controls.forward'),
    'seek back {seekOffset} seconds': t('player:controls.backwardBy'),
    'seek forward {seekOffset} seconds': t('player:controls.forwardBy'),
    'playback time': t('player:controls.time'),
    'media loading': t('player:controls.loading'),
    '{currentTime} of {totalTime}': t('player:controls.timeOf'),
    'video not loaded, unknown time.': t('player:controls.loading'),
    hour: t('player:controls.hour'),
    hours: t('player:controls.hours'),
    minute: t('player:controls.minute'),
    minutes: t('player:controls.minutes'),
    second: t('player:controls.second'),
    seconds: t('player:controls.seconds'),
  }
  addTranslation(language, words as Parameters<typeof addTranslation>[1])
  return language
}
