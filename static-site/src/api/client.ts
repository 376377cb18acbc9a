/**
 * The one way to the API: headers the server asks of a mutation, refusals as `ApiError`, and a
 * session that ended in the middle of something: the person signs in over the page, then the very
 * same call is made again, so that nothing typed is lost. Paths, bodies and answers are those of
 * `schema.d.ts`, generated from openapi.json.
 */

import createClient from 'openapi-fetch'
import t from '$texts/errors'
import { takeEarly } from './early'
import { ApiError, readProblem } from './error'
import type { paths } from './schema'

const ANSWER_WITHIN = 30_000

let signInAgain: (() => Promise<boolean>) | undefined
let signingIn: Promise<boolean> | undefined

/** The app tells how to get the session back; the promise says whether it is. */
export function onSessionEnded(ask: () => Promise<boolean>) {
  signInAgain = ask
}

/** Letters and digits only, 32 of them: fit for `Idempotency-Key`. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

/** Calls of a signed-in person. */
export const signedIn = createClient<paths>({ fetch: (request) => insist(request) })

/** Calls before and about signing in: a 401 is their answer, not an ended session. */
export const anyone = createClient<paths>({ fetch: (request) => once(request) })

/** The body of an answer; a refusal was thrown long before. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  const { data } = await answer
  if (data === undefined || data === null) throw new ApiError(0, 'unreadable', t.unreadable)
  return data
}

/** An answer without a body. */
export async function done(answer: Promise<unknown>): Promise<void> {
  await answer
}

/** A file and the name the server gives it. */
export async function saved(
  answer: Promise<{ data?: unknown; response: Response }>,
): Promise<{ file: Blob; name: string | null }> {
  const { data, response } = await answer
  if (!(data instanceof Blob)) throw new ApiError(0, 'unreadable', t.unreadable)
  return { file: data, name: fileName(response.headers.get('content-disposition')) }
}

/** RFC 6266: the Russian name of `filename*`, else the plain one. */
function fileName(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? null
}

async function insist(request: Request): Promise<Response> {
  const again = request.clone()
  try {
    return await once(request)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || !signInAgain) throw error
    // Several calls may find the session gone at once: one dialog answers all of them.
    signingIn ??= signInAgain().finally(() => {
      signingIn = undefined
    })
    if (!(await signingIn)) throw error
    return once(again)
  }
}

async function once(request: Request): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('accept', 'application/json')
  if (request.method !== 'GET') {
    headers.set('x-lk-request', '1')
    headers.set('content-type', 'application/json')
  }
  const limit = AbortSignal.timeout(ANSWER_WITHIN)
  const signal = AbortSignal.any([request.signal, limit])
  let response: Response
  try {
    response =
      (await takeEarly(request)) ??
      (await fetch(new Request(request, { headers, signal, cache: 'no-store' })))
  } catch (error) {
    if (request.signal.aborted) throw error
    if (limit.aborted) throw new ApiError(0, 'timeout', t.timeout)
    throw new ApiError(0, 'network', t.network)
  }
  if (!response.ok) throw await readProblem(response, t.unreadable)
  return response
}
