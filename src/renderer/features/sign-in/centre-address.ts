/** "learn.example.org" → "https://learn.example.org"; an address on this machine is plain http. Null: no address. */
export function completeAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(trimmed)
  const url = /^https?:\/\//i.test(trimmed) ? trimmed : `${local ? 'http' : 'https'}://${trimmed}`
  return URL.canParse(url) ? url : null
}
