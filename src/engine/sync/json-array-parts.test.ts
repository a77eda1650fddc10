import { describe, expect, it } from 'vitest'
import { jsonArrayParts, ReceivedText } from './json-array-parts.ts'

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

async function read(
  text: string,
  pieceBytes: number,
  partBytes: number,
  batchBytes = partBytes,
): Promise<unknown[][][]> {
  const parts: unknown[][][] = []
  for await (const part of jsonArrayParts(
    arriving(text, pieceBytes),
    new ReceivedText(),
    partBytes,
    batchBytes,
  ))
    parts.push([...part.batches()])
  return parts
}

describe('a JSON array that arrives in pieces', () => {
  const items = Array.from({ length: 50 }, (_, number) => ({
    key: `“${number}”`,
    value: { text: 'a},{"b', more: '},\n{"', none: null, deep: [{ x: 1 }, { x: '},{"y":1' }] },
  }))

  it('gives all its items in order, wherever it is cut', async () => {
    const few = items.slice(0, 12)
    for (const separator of [',', ',\n'])
      for (const pieceBytes of [1, 7, 100, 5000])
        for (const partBytes of [1, 50, 400, 100_000])
          for (const batchBytes of [1, 130, 2000]) {
            const text = `[${few.map((item) => JSON.stringify(item)).join(separator)}]`
            expect((await read(text, pieceBytes, partBytes, batchBytes)).flat(2)).toEqual(few)
          }
  })

  it('comes in several parts when it is long', async () => {
    expect((await read(JSON.stringify(items), 100, 500)).length).toBeGreaterThan(3)
  })

  it('is parsed in batches, however much has come in at once', async () => {
    const [part] = await read(JSON.stringify(items), 100_000, 100_000, 500)
    expect(part?.length).toBeGreaterThan(3)
  })

  it('gives a part as often as it is asked for, and the next one whether that was gone through or not', async () => {
    const text = new ReceivedText()
    const seen: unknown[] = []
    let parts = 0
    for await (const part of jsonArrayParts(arriving(JSON.stringify(items), 100), text, 500, 100)) {
      parts += 1
      if (parts === 2) continue
      expect([...part.batches()]).toEqual([...part.batches()])
      seen.push(...[...part.batches()].flat())
    }
    expect(seen.length).toBeLessThan(items.length)
    expect(seen).toEqual(
      items.filter((item) => seen.some((other) => JSON.stringify(other) === JSON.stringify(item))),
    )
    expect([seen[0], seen.at(-1)]).toEqual([items[0], items.at(-1)])
  })

  it('reads one answer after another into the same room', async () => {
    const text = new ReceivedText()
    for (const count of [50, 3, 0, 20]) {
      const sent = items.slice(0, count)
      const received: unknown[] = []
      for await (const part of jsonArrayParts(arriving(JSON.stringify(sent), 64), text, 300, 300))
        received.push(...[...part.batches()].flat())
      expect(received).toEqual(sent)
    }
  })

  it('may be empty', async () => {
    expect((await read('[]', 1, 1)).flat(2)).toEqual([])
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
