import { z } from 'zod'

const asked = z.looseObject({ id: z.number(), what: z.string() })
export type Asked = z.infer<typeof asked>

/** The other end of `SoakProcess`: answers what the parent asks, and ends with it. */
export function serveParent(answer: (asked: Asked) => unknown): (said: object) => void {
  const say = (said: object) => {
    if (process.connected) process.send?.(said)
  }
  process.on('disconnect', () => process.exit())
  // Ctrl-C reaches the whole group; the parent decides what happens
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  process.on('message', (message) => {
    const request = asked.parse(message)
    Promise.resolve()
      .then(() => answer(request))
      .then(
        (value) => say({ id: request.id, value }),
        (error: unknown) => say({ id: request.id, error: String(error) }),
      )
  })
  return say
}
