import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveEngine } from '../../../browser/serve-engine.ts'

/*
 * An engine that is in the middle of telling a page something when its shell goes: it begins, lets the shell hang up, and goes
 * on talking before it can have heard of that.
 */
const [home = ''] = process.argv.slice(2)
await serveEngine(
  () => ({
    connect: (port) => {
      writeFileSync(join(home, 'talking'), '')
      const napping = new Int32Array(new SharedArrayBuffer(4))
      while (!existsSync(join(home, 'gone'))) Atomics.wait(napping, 0, 0, 10)
      for (let count = 0; count < 50; count++) port.postMessage('x'.repeat(100_000))
    },
    control: {} as never,
    close: async () => undefined,
  }),
  { home, gatewayUrl: undefined },
)
