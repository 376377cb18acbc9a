/** Follows what the bank decides (a payment, the binding of a card) until it is decided; rests while the tab is hidden. */
import { ApiError } from '../api/error'

const PAUSES = [1500, 2000, 3000, 5000, 8000, 13_000, 20_000]
const LONGEST = 30_000

/** Milliseconds before the next question: soon at first, then ever more rarely. */
export const pauseAfter = (asked: number): number => PAUSES[asked] ?? LONGEST

type Way<T, V> = {
  fetch: () => Promise<T>
  /** What may honestly be said of it at this moment. */
  view: (value: T, now: number) => V
  /** Nothing more will come: no reason to ask again. */
  settled: (shown: V) => boolean
}

export class Following<T, V extends string> {
  value = $state.raw<T | null>(null)
  /** The last question had no answer; it is asked again. */
  error = $state.raw<ApiError | null>(null)
  notFound = $state(false)
  shown = $state<V | null>(null)

  #way: Way<T, V>
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false
  #asking = false

  constructor(way: Way<T, V>) {
    this.#way = way
  }

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
    return this.notFound || (this.shown !== null && this.#way.settled(this.shown))
  }

  /** What another call has just answered. */
  put(value: T): void {
    this.value = value
    this.shown = this.#way.view(value, Date.now())
    this.error = null
  }

  async ask(): Promise<void> {
    if (this.#asking || this.#stopped || this.over) return
    this.#asking = true
    clearTimeout(this.#timer)
    try {
      this.put(await this.#way.fetch())
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
