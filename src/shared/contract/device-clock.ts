/** A clock of the device that nobody can set, and that goes on while the device sleeps. */
export interface DeviceClock {
  /** Since the device was switched on. */
  uptimeMs: number
  /** Names the time since then, where the system does: two readings of the same name may be compared. */
  boot: string | null
}
