/**
 * What is typed in the middle of something, kept over a reload of the tab and cleared on sign-out.
 * Never for passwords, codes or answers to control questions.
 */
export class Draft<T extends object> {
  value = $state() as T
  #key: string
  #empty: T

  constructor(key: string, empty: T) {
    this.#key = `draft:${key}`
    this.#empty = empty
    this.value = { ...empty, ...this.#read() }
  }

  /** Writes the current value; call it from an `$effect` that reads the value, or after a step. */
  save(): void {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.value))
    } catch {
      // Storage is off: the draft lives as long as the page.
    }
  }

  clear(): void {
    this.value = { ...this.#empty }
    try {
      sessionStorage.removeItem(this.#key)
    } catch {
      // As above.
    }
  }

  #read(): Partial<T> {
    try {
      const saved: unknown = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}')
      return typeof saved === 'object' && saved !== null ? (saved as Partial<T>) : {}
    } catch {
      return {}
    }
  }
}
