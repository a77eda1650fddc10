/** As in `markdown/plain-dollars`: no white space inside the dollars, and no digit behind. Money is not a formula. */
const formula = /\$(?=\S)([^$\n]*[^\s$])\$(?!\d)/g
const code = /`[^`]*`/g
const pictureBoldOrBlock = /!\[[^\]]*\]\(|\*\*[^*\s][^*]*\*\*|```/

/** Whether an option is more than a short text with code in backticks: in those a `*` or `-` is itself. */
export function isMarkdown(text: string): boolean {
  return pictureBoldOrBlock.test(text) || hasFormula(text)
}

/** How an option with a formula is called: a drawn formula has no name of its own. Undefined: by what is seen. */
export function formulaName(text: string): string | undefined {
  return hasFormula(text) ? text.replaceAll(formula, '$1').replaceAll('`', '') : undefined
}

function hasFormula(text: string): boolean {
  return text.replaceAll(code, '').search(formula) >= 0
}
