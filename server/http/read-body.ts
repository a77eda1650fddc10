import type { z } from 'zod'
import { contract } from '../../src/shared/contract/contract-versions.ts'
import { AppError } from '../../src/shared/errors/app-error.ts'

/**
 * Reads a JSON body of at most `maxBytes`, and never holds more than that of it.
 * @throws AppError `too-large`, or `bad-input` when it is not JSON.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  if (request.body)
    for await (const chunk of request.body) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
      chunks.push(chunk)
    }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch (cause) {
    throw new AppError('bad-input', 'The request is not valid JSON.', { cause })
  }
}

/** @throws AppError `bad-input` that names the field. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') || 'request'
  throw new AppError(
    'bad-input',
    `The request was not understood: ${field}: ${issue?.message ?? 'invalid'}`,
    {
      details: { field },
    },
  )
}

/**
 * Checked before anything else of the request, because another version's request may not even parse.
 * @throws AppError `contract-too-old` for an app this centre no longer understands; `unavailable` for one newer than
 * the centre, whose work is best kept on the device until the centre has been updated.
 */
export function checkContract(input: unknown, { version: current, oldestAccepted } = contract): void {
  const version =
    typeof input === 'object' && input && 'contractVersion' in input ? input.contractVersion : undefined
  if (typeof version !== 'number' || !Number.isInteger(version))
    throw new AppError(
      'bad-input',
      'The request was not understood: contractVersion: expected a whole number',
      {
        details: { field: 'contractVersion' },
      },
    )
  if (version < oldestAccepted)
    throw new AppError(
      'contract-too-old',
      'This version of the app is too old for the centre. Please update it; your work is kept until then.',
      { details: { oldestAcceptedContract: oldestAccepted } },
    )
  if (version > current)
    throw new AppError(
      'unavailable',
      'The centre is older than this app and has to be updated first. Your work is kept until then.',
      { details: { contractVersion: current } },
    )
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too-large', `The request is larger than the ${maxBytes} bytes the centre accepts.`, {
    details: { maxBytes },
  })
}
