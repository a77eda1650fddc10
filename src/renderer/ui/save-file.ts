/** Hands a person a text as a file of their own, where their browser keeps such files. */
export function saveFile(
  fileName: string,
  text: string,
  type: 'application/json' | 'text/markdown' | 'text/calendar',
): void {
  saveBlob(fileName, new Blob([text], { type }))
}

/** The same for any content. */
export function saveBlob(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The download reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
