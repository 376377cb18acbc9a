/** A login or contact being changed: kept over a reload, without the password. */

import type { Flow } from '../../api'
import type { Address } from '../../app/credentials'
import { Draft } from '../../app/draft.svelte'
import { type RunningFlow, running } from '../code/flow'

type Kept = { kind: Address | null; value: string; flow: RunningFlow | null }

export class Change {
  #draft = new Draft<Kept>('change', { kind: null, value: '', flow: null })

  get kind(): Address | null {
    return this.#draft.value.kind
  }

  get value(): string {
    return this.#draft.value.value
  }

  get flow(): RunningFlow | null {
    return this.#draft.value.flow
  }

  open(kind: Address): void {
    this.#keep({ kind, value: '', flow: null })
  }

  typed(value: string): void {
    this.#keep({ ...this.#draft.value, value })
  }

  /** The code is under way; `null`: it is worth nothing any more. */
  follow(flow: Flow | null): void {
    this.#keep({ ...this.#draft.value, flow: flow && running(flow, Date.now()) })
  }

  close(): void {
    this.#draft.clear()
  }

  #keep(value: Kept): void {
    this.#draft.value = value
    this.#draft.save()
  }
}
