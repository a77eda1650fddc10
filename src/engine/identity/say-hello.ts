import { contractVersion, type Hello, hello } from '../../shared/contract/wire.ts'
import { AppError } from '../../shared/errors/app-error.ts'

/**
 * Asks an address whether a BrainiX centre answers there.
 * @throws AppError `bad-input` for what is no http(s) address, `offline` when nothing answers, `not-a-gateway` when
 * something else does, `contract-too-old` when this app is too old for it.
 */
export async function sayHello(
  url: string,
  fetcher: typeof fetch,
): Promise<{ gatewayUrl: string; hello: Hello }> {
  const base = parseAddress(url)
  let response: Response
  try {
    response = await fetcher(new URL('v1/hello', base), { signal: AbortSignal.timeout(10_000) })
  } catch (cause) {
    throw new AppError('offline', 'Nothing answers at this address. Check it, and your connection.', {
      cause,
    })
  }
  const body: unknown = await response.json().catch(() => null)
  const parsed = hello.safeParse(body)
  if (!response.ok || !parsed.success)
    throw new AppError('not-a-gateway', 'Something answers at this address, but it is not a BrainiX centre.')
  if (contractVersion < parsed.data.oldestAcceptedContract)
    throw new AppError(
      'contract-too-old',
      'This centre needs a newer version of BrainiX. Your work is safe here.',
    )
  return { gatewayUrl: base.href, hello: parsed.data }
}

function parseAddress(text: string): URL {
  const trimmed = text.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new AppError('bad-input', 'This is not a web address. It looks like https://learn.example.org')
  url.search = ''
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}
