/** A time zone in which it is about noon: what is tested there does not meet midnight, whenever it runs. */
export function noonZone(nowMs: number = Date.now()): string {
  const ahead = 12 - new Date(nowMs).getUTCHours()
  // In these names the sign is the other way round.
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
}
