import type { DeviceClock } from '../../shared/contract/device-clock.ts'
import { engine } from './engine-client.ts'

/** The clock of the device that goes on while it sleeps; the window's own one stops. */
export function readDeviceClock(): Promise<DeviceClock> {
  return engine.device.clock()
}
