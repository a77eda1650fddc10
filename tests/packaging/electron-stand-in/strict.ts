/**
 * Lets through what is listed and throws on anything else: a call the stand-in does not know must fail the test, not
 * pass unnoticed. Promises ask every object for `then`, and printing asks for symbols; those are absent.
 */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (key in object) {
        const value: unknown = Reflect.get(object, key)
        return typeof value === 'function' ? value.bind(object) : value
      }
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return undefined
      throw new Error(`the Electron stand-in has no ${name}.${key}`)
    },
    set(_object, key) {
      throw new Error(`the Electron stand-in refuses to set ${name}.${String(key)}`)
    },
  })
}

/** Throws unless an object has exactly known keys. */
export function onlyKeys(name: string, object: object, known: string[]): void {
  const odd = Object.keys(object).find((key) => !known.includes(key))
  if (odd) throw new Error(`the Electron stand-in does not know ${name}.${odd}`)
}
