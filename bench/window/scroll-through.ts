export interface Scrolling {
  /** Between two frames, while the list is scrolled. ms. */
  gapsMs: number[]
  /** Frames in which a course in sight was still to come. */
  unfilled: number
  /** From each jump until every course in sight was there. ms. */
  jumpsMs: number[]
}

/**
 * Scrolls the list of courses frame by frame, then jumps to places in it, given as shares of its length. Runs in the page:
 * nothing from outside it is there.
 */
export async function scrollThrough(how: {
  frames: number
  pxPerFrame: number
  jumps: readonly number[]
}): Promise<Scrolling> {
  const content = document.querySelector('#content')
  if (!content) throw new Error('there is nothing to scroll')
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const isFilled = () => {
    const inSight = [...document.querySelectorAll('main li[aria-posinset]')].filter((place) => {
      const { top, bottom } = place.getBoundingClientRect()
      return bottom > 0 && top < innerHeight
    })
    return inSight.length > 0 && inSight.every((place) => place.querySelector('article'))
  }
  const gapsMs: number[] = []
  let unfilled = 0
  let lastMs = await frame()
  for (let count = 0; count < how.frames; count++) {
    content.scrollTop += how.pxPerFrame
    const nowMs = await frame()
    gapsMs.push(nowMs - lastMs)
    lastMs = nowMs
    if (!isFilled()) unfilled += 1
  }
  const jumpsMs: number[] = []
  for (const share of how.jumps) {
    const startedMs = performance.now()
    content.scrollTop = share * (content.scrollHeight - content.clientHeight)
    do await frame()
    while (!isFilled())
    jumpsMs.push(performance.now() - startedMs)
  }
  return { gapsMs, unfilled, jumpsMs }
}
