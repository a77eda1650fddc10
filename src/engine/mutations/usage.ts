import type { DeviceMutation } from './mutation.ts'

/** Nothing on the device shows how it is used: it only waits in the queue. */
export const record: DeviceMutation<'usage.record'> = () => {}
