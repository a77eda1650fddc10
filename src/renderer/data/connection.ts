import { z } from 'zod'
import type { EngineClient } from './engine-client.ts'
import type { EngineLink } from './engine-link.ts'

/** The Network Information API, where a browser has it: https://wicg.github.io/netinfo/ */
const connectionFacts = z.object({ type: z.string().optional(), saveData: z.boolean().optional() })

/** Whether the connection costs by the byte, as far as this window can tell: a mobile network, or data to be saved. */
export function isMetered(connection: unknown): boolean {
  const facts = connectionFacts.safeParse(connection)
  return facts.success && (facts.data.saveData === true || facts.data.type === 'cellular')
}

/** Tells the engine what the connection is like, whenever that or the engine changes, and when there is one again. */
export function followConnection(engine: EngineClient, link: EngineLink): void {
  const connection: unknown = Reflect.get(navigator, 'connection')
  // The engine restarts, or nobody is signed in: there is nothing to tell, or it is told again right after.
  const later = () => {}
  const tell = () => engine.sync.setConnection({ metered: isMetered(connection) }).catch(later)
  if (connection instanceof EventTarget) connection.addEventListener('change', () => void tell())
  link.watch(() => {
    if (link.connection === 'open') void tell()
  })
  window.addEventListener('online', () => {
    void tell().then(() => engine.sync.now().catch(later))
  })
  void tell()
}
