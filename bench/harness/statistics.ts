/** The value below which `share` (0–1) of the samples lie, by nearest rank. @throws RangeError without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('no samples')
  return value
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5)
}

/** Four significant digits: what lies beyond is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
