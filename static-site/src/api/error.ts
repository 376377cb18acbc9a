/** Why a call did not succeed, in one shape: the server's problem+json, or no answer at all. */

import refusals from '$texts/refusals'

export type FieldError = { field: string; code: string; message: string }

export class ApiError extends Error {
  override name = 'ApiError'
  /** 0 when the server did not answer. */
  readonly status: number
  /** The server's code, or `network`, `timeout`, `unreadable` made here. */
  readonly code: string
  /** A sentence for the person, in their language. */
  readonly title: string
  readonly fields: FieldError[]
  /** Seconds to wait before another try. */
  readonly retryAfter: number | undefined
  readonly requestId: string | undefined
  /** Everything else the problem carried, e.g. the payment of `open_payment_exists`. */
  readonly details: Record<string, unknown>

  constructor(
    status: number,
    code: string,
    title: string,
    more: {
      fields?: FieldError[]
      retryAfter?: number | undefined
      requestId?: string | undefined
      details?: Record<string, unknown>
    } = {},
  ) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
    this.title = title
    this.fields = more.fields ?? []
    this.retryAfter = more.retryAfter
    this.requestId = more.requestId
    this.details = more.details ?? {}
  }

  /** The message for one field, if the server had something to say about it. */
  field(name: string): string | undefined {
    return this.fields.find((f) => f.field === name)?.message
  }

  /** Nothing reached the server, or nothing came back: trying again may help. */
  get offline(): boolean {
    return this.status === 0
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' && value !== null && 'field' in value && 'message' in value

/** Reads a refusal. Never throws: a proxy's HTML page is an error like any other. */
export async function readProblem(response: Response, fallback: string): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const header = Number(response.headers.get('retry-after') ?? Number.NaN)
  const wait = Number(problem.retry_after ?? header)
  const code = typeof problem.code === 'string' ? problem.code : 'unreadable'
  const fields = Array.isArray(problem.fields) ? problem.fields.filter(isFieldError) : []
  return new ApiError(
    response.status,
    code,
    typeof problem.title === 'string' ? refusals.told(code, problem.title) : fallback,
    {
      fields: fields.map((f) => ({ ...f, message: refusals.told(f.code, f.message) })),
      retryAfter: Number.isFinite(wait) && wait > 0 ? wait : undefined,
      requestId: typeof problem.request_id === 'string' ? problem.request_id : undefined,
      details: problem,
    },
  )
}
