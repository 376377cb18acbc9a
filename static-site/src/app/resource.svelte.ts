/** Data of a screen on its way: loading, there, or failed with a way to try again. */
import errors from '$texts/errors'
import { ApiError } from '../api/error'

export class Resource<T> {
  data = $state.raw<T | null>(null)
  error = $state.raw<ApiError | null>(null)
  loading = $state(true)

  /** The first answer, or that there was none: for what cannot be decided without it. */
  readonly first: Promise<void>

  #fetch: () => Promise<T>
  #turn = 0

  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch
    this.first = this.reload()
  }

  /** Asks again; what is already on the screen stays until the answer comes. */
  async reload(): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    this.error = null
    try {
      const data = await this.#fetch()
      if (turn === this.#turn) this.data = data
    } catch (error) {
      if (turn !== this.#turn) return
      this.error =
        error instanceof ApiError ? error : new ApiError(0, 'unexpected', errors.unexpected)
      if (!(error instanceof ApiError)) console.error(error)
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }
}
