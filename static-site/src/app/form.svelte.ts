/** One form: its values, the message at each field, the message line, and a submit that cannot double. */

import { tick } from 'svelte'
import errors from '$texts/errors'
import { ApiError } from '../api/error'

export type FieldErrors<T> = { [K in keyof T]?: string | undefined }

export class Form<T extends Record<string, unknown>> {
  values = $state() as T
  errors = $state<Record<string, string | undefined>>({})
  /** The message line: what concerns the form as a whole. */
  message = $state<string | null>(null)
  busy = $state(false)

  #check: (values: T) => FieldErrors<T>

  /** `check` gives the message of every field that is not right; all at once. */
  constructor(values: T, check: (values: T) => FieldErrors<T> = () => ({})) {
    this.values = values
    this.#check = check
  }

  /** The text at a field goes away as soon as the field is touched again. */
  clear(name: keyof T & string): void {
    this.errors[name] = undefined
    this.message = null
  }

  /**
   * Checks, then runs `act` once however often it is asked. The server's field errors go to the
   * fields, other refusals to the message line. `refused` may take a refusal first (return true).
   */
  async submit(
    act: () => Promise<void>,
    refused?: (error: ApiError) => boolean | undefined,
  ): Promise<void> {
    if (this.busy) return
    this.message = null
    this.errors = { ...this.#check(this.values) } as Record<string, string | undefined>
    if (Object.values(this.errors).some(Boolean)) return focusFirstError()
    this.busy = true
    try {
      await act()
    } catch (error) {
      if (!(error instanceof ApiError)) {
        this.message = errors.unexpected
        throw error
      }
      if (!refused?.(error)) this.#show(error)
    } finally {
      this.busy = false
    }
    if (Object.values(this.errors).some(Boolean)) await focusFirstError()
  }

  #show(error: ApiError): void {
    const own = error.fields.filter((f) => f.field in this.values)
    this.errors = Object.fromEntries(own.map((f) => [f.field, f.message]))
    // A refusal whose every word stands at a field needs no line of its own.
    const elsewhere = error.fields.length - own.length
    if (own.length === 0) this.message = error.fields[0]?.message ?? error.title
    else if (elsewhere > 0) this.message = error.title
  }
}

async function focusFirstError(): Promise<void> {
  await tick()
  document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus()
}
