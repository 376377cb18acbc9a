/**
 * What the account page asks the server for: the account itself, after it is drawn its payments and its year of gas, and
 * each further section when it is first opened.
 */
import {
  type AccountPage,
  type Act,
  api,
  type Contract,
  type MeterHistory,
  type Payments,
  type Settlements,
  type Subscriber,
} from '../../api'
import { drawn } from '../../app/drawn'
import { idle } from '../../app/idle'
import { Resource } from '../../app/resource.svelte'
import { active } from './account'

/** More meters than anybody has at home would only delay the page. */
const METERS_DRAWN = 4

export class AccountData {
  page: Resource<AccountPage>
  payments: Resource<Payments>
  histories: Resource<MeterHistory[]>

  /** The year of settlements that is wanted; `null` is the newest there is. */
  year = $state<number | null>(null)

  /** What the page asks for by itself has come, or will not. */
  readonly first: Promise<unknown>

  #sections = new Map<string, Resource<unknown>>()

  constructor(readonly id: string) {
    let latest = api.account(id)
    let fresh = true
    this.page = new Resource(() => {
      if (!fresh) latest = api.account(id)
      fresh = false
      return latest
    })
    // What is below the first screen comes after it: nobody waits for that yet, and its requests would take the line.
    const settled = drawn().then(idle)
    this.payments = new Resource(() => settled.then(() => api.payments(id)))
    this.histories = new Resource(async () => {
      const { meters } = await latest
      await settled
      return Promise.all(
        active(meters)
          .slice(0, METERS_DRAWN)
          .map((meter) => api.meterHistory(id, meter.id)),
      )
    })
    this.first = Promise.all([this.page.first, this.payments.first, this.histories.first])
  }

  get subscriber(): Resource<Subscriber> {
    return this.#once('subscriber', () => api.subscriber(this.id))
  }

  get contracts(): Resource<Contract[]> {
    return this.#once('contracts', () => api.contracts(this.id))
  }

  get acts(): Resource<Act[]> {
    return this.#once('acts', () => api.acts(this.id))
  }

  get settlements(): Resource<Settlements> {
    return this.#once('settlements', () => api.settlements(this.id, this.year))
  }

  /** Coming back to a section shows what is there; one that failed is asked for again. */
  #once<T>(name: string, fetch: () => Promise<T>): Resource<T> {
    const kept = this.#sections.get(name) as Resource<T> | undefined
    if (kept && !kept.error) return kept
    const made = new Resource(fetch)
    this.#sections.set(name, made as Resource<unknown>)
    return made
  }

  async reload(): Promise<void> {
    this.#sections.clear()
    const page = this.page.reload()
    await Promise.all([page, this.payments.reload(), this.histories.reload()])
  }
}
