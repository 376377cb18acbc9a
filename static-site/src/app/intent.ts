/** One key for one thing wanted: kept over retries and reloads of the same request, new when the request is another. */
import { idempotencyKey } from '../api'

export type Intent = { key: string; body: string }

export const noIntent: Intent = { key: '', body: '' }

export function intentFor(body: unknown, before: Intent): Intent {
  const text = JSON.stringify(body)
  return before.key !== '' && before.body === text ? before : { key: idempotencyKey(), body: text }
}
