import { oldestAcceptedContract, type PushRequest } from '../../../src/shared/contract/wire.ts'

/** Arguments that older apps do not give. */
const unheardOf = new Set([
  'baseContent of notes.delete',
  'quizVersion of quiz.start',
  'quizVersion of quiz.submit',
])

/** A request as the oldest app makes it that the centre still takes: without what was added since. */
export function asOlderApp(url: URL, init: RequestInit): RequestInit {
  if (typeof init.body !== 'string') return init
  const body = JSON.parse(init.body)
  const older = url.pathname === '/v1/push' ? olderPush(body) : body
  return { ...init, body: JSON.stringify({ ...older, contractVersion: oldestAcceptedContract }) }
}

function olderPush({ sentAtMs: _sentAtMs, requestId: _requestId, ...request }: PushRequest): PushRequest {
  const mutations = request.mutations.map((mutation) => ({
    ...mutation,
    args: Object.fromEntries(
      Object.entries(Object(mutation.args)).filter(([key]) => !unheardOf.has(`${key} of ${mutation.name}`)),
    ),
  }))
  return { ...request, mutations }
}
