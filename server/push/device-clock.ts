/** What a request may take on its way: a clock that is off by less is left alone. */
const toleratedSkewMs = 2 * 60_000

/** About 30,000 years: more than a date can be off by, and less than a column holds. */
const largestSkewMs = 1e15

/**
 * How instants a device tells are read at the centre. They are for people to look at and never decide who wins: that is
 * for the order of numbers and of arrival. A clock that is off by a known skew is put right; where that cannot be (it
 * jumped meanwhile), the instant stays as told if it may be true, and otherwise becomes the nearest one that may be.
 *
 * @param sentAtMs the device's clock as it sent the request; undefined from apps that do not tell.
 * @param nowMs the centre's clock. Nothing was done later than this.
 * @param sinceMs nothing was done earlier: since then the person is known here.
 */
export function readDeviceClock(
  sentAtMs: number | undefined,
  nowMs: number,
  sinceMs: number,
): {
  /** How far the device is ahead; null where it does not tell. Milliseconds. */
  skewMs: number | null
  atCentre: (deviceMs: number) => number
} {
  const skewMs =
    sentAtMs === undefined
      ? null
      : Math.round(Math.min(Math.max(sentAtMs - nowMs, -largestSkewMs), largestSkewMs))
  const correctionMs = skewMs !== null && Math.abs(skewMs) > toleratedSkewMs ? skewMs : 0
  const mayBe = (ms: number) => ms >= sinceMs && ms <= nowMs
  return {
    skewMs,
    atCentre: (deviceMs) => {
      const corrected = deviceMs - correctionMs
      if (mayBe(corrected)) return corrected
      if (mayBe(deviceMs)) return deviceMs
      return Math.max(Math.min(corrected, nowMs), Math.min(sinceMs, nowMs))
    },
  }
}
