/** A call under an idempotency key that is told «the same request is being carried out» waits and asks again. */
import { ApiError } from '../api/error'

const PAUSES = [700, 1500, 3000, 5000]
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function patiently<T>(call: () => Promise<T>, wait = pause): Promise<T> {
  for (const ms of PAUSES) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'request_in_progress') throw error
      await wait(ms)
    }
  }
  return call()
}
