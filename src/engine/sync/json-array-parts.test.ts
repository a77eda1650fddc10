import { describe, expect, it } from 'vitest'
import { jsonArrayParts } from './json-array-parts.ts'

/** An answer that arrives in pieces of `pieceBytes`. */
function arriving(text: string, pieceBytes: number): Response {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + pieceBytes))
        at += pieceBytes
      },
    }),
  )
}

async function read(text: string, pieceBytes: number, partBytes: number): Promise<unknown[][]> {
  const parts = []
  for await (const part of jsonArrayParts(arriving(text, pieceBytes), partBytes)) parts.push(part)
  return parts
}

describe('a JSON array that arrives in pieces', () => {
  const items = Array.from({ length: 50 }, (_, number) => ({
    key: `“${number}”`,
    value: { text: 'a},{"b', more: '},\n{"', none: null, deep: [{ x: 1 }, { x: '},{"y":1' }] },
  }))

  it('gives all its items in order, wherever it is cut', async () => {
    for (const separator of [',', ',\n'])
      for (const pieceBytes of [1, 7, 100, 5000])
        for (const partBytes of [1, 50, 400, 100_000]) {
          const text = `[${items.map((item) => JSON.stringify(item)).join(separator)}]`
          expect((await read(text, pieceBytes, partBytes)).flat()).toEqual(items)
        }
  })

  it('comes in several parts when it is long', async () => {
    expect((await read(JSON.stringify(items), 100, 500)).length).toBeGreaterThan(3)
  })

  it('may be empty', async () => {
    expect((await read('[]', 1, 1)).flat()).toEqual([])
  })

  it('is refused as broken off when its end is missing', async () => {
    const text = JSON.stringify(items)
    await expect(read(text.slice(0, -20), 100, 500)).rejects.toMatchObject({ code: 'offline' })
  })

  it('is refused as another kind of answer when it is no array', async () => {
    await expect(read('<html>', 3, 100)).rejects.toMatchObject({ code: 'not-a-gateway' })
    await expect(read('{"error":1}', 3, 2)).rejects.toMatchObject({ code: 'not-a-gateway' })
  })
})
