/** Follows one payment until the server has decided it; rests while the tab is hidden. */
import { ApiError, api, type Payment } from '../../api'
import { pauseAfter, settled, type View, view } from './view'

export class Following {
  payment = $state.raw<Payment | null>(null)
  /** The last question had no answer; it is asked again. */
  error = $state.raw<ApiError | null>(null)
  notFound = $state(false)
  shown = $state<View | null>(null)

  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false
  #asking = false

  constructor(readonly id: string) {}

  start(): () => void {
    const wake = () => {
      if (document.visibilityState === 'visible') void this.ask()
    }
    document.addEventListener('visibilitychange', wake)
    void this.ask()
    return () => {
      this.#stopped = true
      clearTimeout(this.#timer)
      document.removeEventListener('visibilitychange', wake)
    }
  }

  get over(): boolean {
    return this.notFound || (this.shown !== null && settled(this.shown))
  }

  async ask(): Promise<void> {
    if (this.#asking || this.#stopped || this.over) return
    this.#asking = true
    clearTimeout(this.#timer)
    try {
      const payment = await api.payment(this.id)
      this.payment = payment
      this.shown = view(payment, Date.now())
      this.error = null
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.notFound = error.status === 404
      this.error = error
    } finally {
      this.#asking = false
    }
    if (this.#stopped || this.over || document.visibilityState === 'hidden') return
    this.#timer = setTimeout(() => void this.ask(), pauseAfter(this.#asked++))
  }
}
