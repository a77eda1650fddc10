import type { Page } from '@playwright/test'

/** What on the page would take its time to change: parts whose movements last, within the controls of a film too. */
export function moving(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lasts = (durations: string) => durations.split(',').some((each) => Number.parseFloat(each) > 0.001)
    const look = (root: Document | ShadowRoot, within: string): string[] =>
      [...root.querySelectorAll<HTMLElement | SVGElement>('*')].flatMap((element) => {
        const name = `${within}${element.localName}.${element.getAttribute('class') ?? ''}`
        const found = [null, '::before', '::after']
          .filter((part) => {
            const { transitionDuration, animationDuration, animationName } = getComputedStyle(element, part)
            return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration))
          })
          .map((part) => `${name}${part ?? ''}`)
        // What a drawing says of its own movement no style can end.
        if (element instanceof SVGAnimationElement && element.parentElement?.checkVisibility())
          found.push(name)
        return element.shadowRoot ? [...found, ...look(element.shadowRoot, `${name} > `)] : found
      })
    return look(document, '')
  })
}
