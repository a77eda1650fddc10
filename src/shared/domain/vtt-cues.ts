export interface VttCue {
  startSecond: number
  /** Without tags, on one line. */
  text: string
}

/** The cues of a WebVTT file in order; what is none (notes, styles, a file that is no WebVTT) is passed over. */
export function vttCues(file: string): VttCue[] {
  const blocks = file.replace(/\r\n?/g, '\n').split(/\n{2,}/)
  return blocks
    .flatMap((block) => {
      const lines = block.split('\n')
      const timing = lines.findIndex((line) => line.includes('-->'))
      const start = /^\s*(?:(\d+):)?(\d{2}):(\d{2})[.,](\d{3})\s+-->/.exec(lines[timing] ?? '')
      if (!start) return []
      const [, hours = '0', minutes = '0', seconds = '0', millis = '0'] = start
      const text = lines
        .slice(timing + 1)
        .join(' ')
        .replace(/<[^>]*>/g, '')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
        .trim()
      const startSecond =
        Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(millis) / 1000
      return text === '' ? [] : [{ startSecond, text }]
    })
    .sort((left, right) => left.startSecond - right.startSecond)
}

/** Lines above the foot of the picture at which captions stand clear of the controls. */
const aboveControls = -5

/** The same file with its captions above the player's controls, wherever it does not say where they belong. */
export function raiseCaptions(file: string): string {
  return file.replace(/^.*-->.*$/gm, (timing) =>
    /\sline:/.test(timing) ? timing : `${timing.trimEnd()} line:${aboveControls}`,
  )
}
