/* These run in the page: nothing from outside them is there. */

/** Scrolls the list of courses frame by frame. @returns the time between frames, and how many showed a course that was still to come. */
export async function scrollThrough({
  frames,
  pxPerFrame,
}: {
  frames: number
  pxPerFrame: number
}): Promise<{ gapsMs: number[]; unfilled: number }> {
  const content = document.querySelector('#content')
  if (!content) throw new Error('there is nothing to scroll')
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const gapsMs: number[] = []
  let unfilled = 0
  let lastMs = await frame()
  for (let count = 0; count < frames; count++) {
    content.scrollTop += pxPerFrame
    const nowMs = await frame()
    gapsMs.push(nowMs - lastMs)
    lastMs = nowMs
    for (const place of document.querySelectorAll('main li[aria-posinset]')) {
      const { top, bottom } = place.getBoundingClientRect()
      if (bottom <= 0 || top >= innerHeight || place.querySelector('article')) continue
      unfilled += 1
      break
    }
  }
  return { gapsMs, unfilled }
}

/** Jumps to places in the list, given as shares of its length. @returns how long each took until every course in sight was there. ms. */
export async function jumpThrough(shares: readonly number[]): Promise<number[]> {
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
  const times: number[] = []
  for (const share of shares) {
    const startedMs = performance.now()
    content.scrollTop = share * (content.scrollHeight - content.clientHeight)
    do await frame()
    while (!isFilled())
    times.push(performance.now() - startedMs)
  }
  return times
}
