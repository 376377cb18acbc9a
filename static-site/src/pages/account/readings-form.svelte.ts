/** The readings on the screen: entries that survive a reload, results per meter, one key per intent. */
import refusals from '$texts/reading-refusals'
import t from '$texts/readings'
import { type AccountPage, ApiError, api, type Meter, type ReadingResult } from '../../api'
import { Draft } from '../../app/draft.svelte'
import { type Intent, intentFor, noIntent } from '../../app/intent'
import { type Entry, judge, plan } from './readings'

type Saved = { entries: Record<string, Entry>; intent: Intent }
export type Outcome = 'sent' | 'refused' | 'failed' | 'asking' | 'invalid' | 'nothing'

export class ReadingsForm {
  busy = $state(false)
  /** Why nothing was sent at all. */
  failure = $state<string | null>(null)
  errors = $state<Record<string, string | undefined>>({})
  results = $state<Record<string, ReadingResult>>({})
  /** Meters with an unchanged reading that are being asked about. */
  asking = $state.raw<Meter[]>([])

  #page: () => AccountPage
  #draft: Draft<Saved>
  #flagged: boolean

  /** `flagged`: on by default in the meters' form, off in the payment's (C-10). */
  constructor(name: string, page: () => AccountPage, flagged: boolean) {
    this.#page = page
    this.#flagged = flagged
    this.#draft = new Draft<Saved>(name, { entries: {}, intent: noIntent })
  }

  get meters(): Meter[] {
    return this.#page().meters
  }

  entry(meter: Meter): Entry {
    const on = this.#flagged && meter.accepts_readings
    return this.#draft.value.entries[meter.id] ?? { on, text: '', rollover: false }
  }

  verdict(meter: Meter) {
    return judge(meter, this.entry(meter).text, this.#page().readings)
  }

  accepted(meter: Meter): boolean {
    return this.results[meter.id]?.status === 'accepted'
  }

  /** Flagged meters that have not been taken yet. */
  get pending(): Meter[] {
    return this.meters.filter((m) => m.accepts_readings && this.entry(m).on && !this.accepted(m))
  }

  /** Typing sets the flag; emptying the field takes it off where flags are off by default. */
  type(meter: Meter, text: string): void {
    const on = text.trim() !== '' || (this.#flagged && this.entry(meter).on)
    this.#set(meter, { on, text, rollover: false })
  }

  flag(meter: Meter, on: boolean): void {
    this.#set(meter, { ...this.entry(meter), on })
  }

  confirmRollover(meter: Meter, rollover: boolean): void {
    this.#draft.value.entries = {
      ...this.#draft.value.entries,
      [meter.id]: { ...this.entry(meter), rollover },
    }
    this.#draft.save()
  }

  #set(meter: Meter, entry: Entry): void {
    this.#draft.value.entries = { ...this.#draft.value.entries, [meter.id]: entry }
    this.errors[meter.id] = undefined
    delete this.results[meter.id]
    this.failure = null
    this.#draft.save()
  }

  /** The question about unchanged readings was answered with «не передавать». */
  skipUnchanged(): void {
    for (const meter of this.asking) this.flag(meter, false)
    this.asking = []
  }

  /** Checks, asks about unchanged readings, sends what is flagged. */
  async send(unchangedConfirmed = false): Promise<Outcome> {
    if (this.busy) return 'invalid'
    const page = this.#page()
    const pending = this.pending
    this.failure = null
    if (pending.length === 0) return 'nothing'
    const confirmed = new Set(unchangedConfirmed ? pending.map((m) => m.id) : [])
    const entries = Object.fromEntries(pending.map((m) => [m.id, this.entry(m)]))
    const { errors, unchanged, readings } = plan(pending, entries, page.readings, confirmed)
    this.errors = errors
    if (Object.keys(errors).length > 0) return 'invalid'
    if (unchanged.length > 0) {
      this.asking = unchanged
      return 'asking'
    }
    this.asking = []
    this.busy = true
    try {
      const intent = intentFor(readings, this.#draft.value.intent)
      this.#draft.value.intent = intent
      this.#draft.save()
      const answer = await api.sendReadings(page.account.id, readings, intent.key)
      this.#draft.value.intent = noIntent
      this.#draft.save()
      for (const result of answer.results) this.#take(result)
      return answer.results.every((r) => r.status === 'accepted') ? 'sent' : 'refused'
    } catch (error) {
      this.failure = error instanceof ApiError ? error.title : t.failed
      if (!(error instanceof ApiError)) console.error(error)
      return 'failed'
    } finally {
      this.busy = false
    }
  }

  #take(result: ReadingResult): void {
    this.results[result.meter] = result
    this.errors[result.meter] =
      result.status === 'refused' ? refusals.told(result.code ?? '', result.message) : undefined
    if (result.status !== 'accepted') return
    // Taken: after a reload it is not offered to be sent once more.
    const { entries } = this.#draft.value
    this.#draft.value.entries = {
      ...entries,
      [result.meter]: { on: false, text: '', rollover: false },
    }
    this.#draft.save()
  }

  get acceptedResults(): ReadingResult[] {
    return Object.values(this.results).filter((r) => r.status === 'accepted')
  }

  /** «Отмена», or everything is taken: nothing typed is kept. */
  discard(): void {
    this.#draft.clear()
    this.errors = {}
    this.results = {}
    this.failure = null
    this.asking = []
  }
}
