/** A call under an idempotency key that is told «the same request is being carried out» waits a little and asks again. */
import { ApiError } from '../api/error'

const PAUSES = [700, 1500, 3000, 5000]
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function patiently<T>(call: () => Promise<T>, wait = pause): Promise<T> {
  for (const ms of PAUSES) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'request_in_progress') throw error
      // Another request is in the way for longer than anybody looks at a button.
      if ((error.retryAfter ?? 0) > 10) throw error
      await wait(ms)
    }
  }
  return call()
}
