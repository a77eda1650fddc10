/** Hands a person a text as a file of their own, where their browser keeps such files. */
export function saveFile(fileName: string, text: string, type: 'application/json' | 'text/markdown'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
