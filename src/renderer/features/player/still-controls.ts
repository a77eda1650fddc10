import reducedMotion from '../../ui/reduced-motion.css?inline'

const still = new CSSStyleSheet()
still.replaceSync(reducedMotion)

/**
 * Ends movements within the controls of a video for whoever asked the system for fewer. Each control draws itself in a
 * shadow root, which the rules of the page do not reach, and some hold others.
 */
export function stillWhereWished(within: ParentNode): void {
  for (const { shadowRoot } of within.querySelectorAll('*')) {
    if (!shadowRoot) continue
    if (!shadowRoot.adoptedStyleSheets.includes(still)) shadowRoot.adoptedStyleSheets.push(still)
    stillWhereWished(shadowRoot)
  }
}
