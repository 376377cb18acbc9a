/**
 * «Оплата услуг» as one thing that is filled in, checked and sent: sums, card, readings; then our code for a saved
 * card, the bank's page for a new one. What was typed stays until the payment is made.
 */
import errors from '$texts/errors'
import t from '$texts/pay'
import {
  type AccountPage,
  ApiError,
  api,
  type Card,
  type NewPayment,
  type Payment,
  type PaymentRow,
  type ReadingResult,
} from '../../api'
import { Draft } from '../../app/draft.svelte'
import { intentFor, noIntent } from '../../app/intent'
import { patiently } from '../../app/patience'
import { Resource } from '../../app/resource.svelte'
import { router } from '../../app/router.svelte'
import { href } from '../../app/routes'
import { ofCompany, preselected } from '../cards/cards'
import { Consenting } from '../cards/consenting.svelte'
import { type Choice, check, limitsMessage, lines, openPayment, parts, toPay, total } from './pay'
import { keepRest, NEW_CARD, type PayForm, paidReadings, payDraft, payForm } from './pay-draft'
import { type Outcome, ReadingsForm } from './readings-form.svelte'

/** Where the person has to look. */
export type Place = 'error' | 'question' | 'offer'

type Around = {
  page: () => AccountPage
  payments: () => PaymentRow[]
  show: (place: Place) => unknown
}

export class Paying {
  readonly account: string
  readonly readings: ReadingsForm
  readonly cards: Resource<Card[]>
  /** «Зарегистрировать карту» and the bank's offer that it takes. */
  readonly registration = new Consenting()

  busy = $state(false)
  /** The bank's page is on its way. */
  leaving = $state(false)
  /** Started and waiting for our code. */
  confirming = $state.raw<Payment | null>(null)
  blocked = $state.raw<{ payment: Payment | null } | null>(null)
  fields = $state<Record<string, string>>({})
  message = $state<string | null>(null)
  readingsOutcome = $state<Outcome | null>(null)

  #around: Around
  #draft
  /** Started, then left to change something: no money moves without its code, so another one may be begun. */
  #left: { payment: Payment; wish: string } | null = null

  constructor(account: string, around: Around) {
    this.account = account
    this.#around = around
    this.#draft = payForm(account)
    this.readings = new ReadingsForm(`${payDraft(account)}:readings`, around.page, false)
    this.cards = new Resource(async () =>
      ofCompany(await api.cards(), around.page().account.company),
    )
  }

  readonly all = $derived.by(() => lines(this.#around.page().services, this.#draft.value.choices))
  readonly parts = $derived.by(() => parts(this.all))
  readonly sum = $derived.by(() => total(this.all))
  /** Beyond a limit is said as soon as it is; too little only when something is there. */
  readonly limitTold = $derived.by(() =>
    this.sum > 0 ? limitsMessage(this.parts, this.#around.page().payments_limits) : null,
  )
  /** The linked card that pays; none means the bank's page. */
  readonly card = $derived.by(() => {
    const cards = this.cards.data ?? []
    const { card } = this.#draft.value
    if (card === NEW_CARD) return undefined
    return (
      cards.find(({ id, expired }) => id === card && !expired) ??
      preselected(cards, this.#around.payments())
    )
  })

  get asksToGoOn(): boolean {
    return this.readingsOutcome === 'refused' || this.readingsOutcome === 'failed'
  }

  choose(service: string, change: Choice): void {
    const before = this.#draft.value.choices[service] ?? {}
    this.#keep({ choices: { ...this.#draft.value.choices, [service]: { ...before, ...change } } })
    delete this.fields[service]
    this.message = null
  }

  pickCard(card: string): void {
    this.#keep({ card })
    this.message = null
  }

  /** `readingsSettled`: the person was asked about readings that were not taken, and goes on. */
  async submit({ unchanged = false, readingsSettled = false } = {}): Promise<void> {
    if (this.busy || this.leaving) return
    const checked = check(this.all, this.#around.page().payments_limits)
    this.fields = checked.fields
    this.message = checked.message
    if (this.message !== null || Object.keys(this.fields).length > 0) return this.#show('error')
    this.busy = true
    try {
      await this.cards.first
      if (!this.card && !this.registration.check()) return this.#show('offer')
      if (!readingsSettled && this.readings.pending.length > 0) {
        this.readingsOutcome = await this.readings.send(unchanged)
        if (this.readingsOutcome === 'asking') return
        if (this.asksToGoOn) return this.#show('question')
        if (this.readingsOutcome !== 'sent') return this.#show('error')
      }
      this.readingsOutcome = null
      await this.#start(false)
    } finally {
      this.busy = false
    }
  }

  async startNew(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      await this.#start(true)
    } finally {
      this.busy = false
    }
  }

  /** Where the payment leads: our code, the bank's page, the result. */
  async goOn(payment: Payment): Promise<void> {
    this.blocked = null
    if (payment.state === 'created' && payment.step_up) {
      this.confirming = payment
      return
    }
    const sent = this.readings.acceptedResults
    if (sent.length > 0) {
      new Draft<{ results: ReadingResult[] }>(paidReadings(payment.id), { results: sent }).save()
    }
    this.leaving = true
    if (payment.state === 'awaiting_user' && payment.confirmation_url) {
      location.assign(payment.confirmation_url)
      return
    }
    await router.go(href('paymentResult', { payment: payment.id }))
  }

  /** Back from the code to the form, with everything in it. */
  stepBack(): void {
    if (this.confirming) this.#left = { payment: this.confirming, wish: this.#wish() }
    this.confirming = null
  }

  codeGone(): void {
    this.confirming = null
    this.#left = null
    this.message = t.code.gone
  }

  forget(): void {
    this.#draft.clear()
    this.readings.discard()
  }

  #keep(change: Partial<PayForm>): void {
    this.#draft.value = { ...this.#draft.value, ...change }
    this.#draft.save()
  }

  #show(place: Place): void {
    void this.#around.show(place)
  }

  #body(fresh: boolean): NewPayment {
    const [first] = this.parts
    const offer = this.registration.accepted
    return {
      lines: toPay(first?.lines ?? []),
      ...(this.card
        ? { method: 'saved_card', card: this.card.id }
        : { method: 'new_card', ...(offer ? { offer } : {}) }),
      ...(fresh ? { start_new: true } : {}),
    }
  }

  #wish(): string {
    return JSON.stringify(this.#body(false))
  }

  async #start(fresh: boolean): Promise<void> {
    if (this.#left?.wish === this.#wish()) {
      this.confirming = this.#left.payment
      return
    }
    const body = this.#body(fresh || this.#left !== null)
    const intent = intentFor(body, this.#draft.value.intent)
    this.#keep({ intent })
    try {
      const payment = await patiently(() => api.pay(this.account, body, intent.key))
      // Answered: another press, after coming back from the bank, is another wish.
      this.#keep({ intent: noIntent })
      this.#left = null
      keepRest(payment, this.all, this.parts)
      await this.goOn(payment)
    } catch (error) {
      if (!(error instanceof ApiError)) {
        this.message = errors.unexpected
        throw error
      }
      await this.#refused(error)
    }
  }

  async #refused(error: ApiError): Promise<void> {
    if (error.code === 'open_payment_exists') {
      this.blocked = { payment: await openPayment(error) }
      return
    }
    this.blocked = null
    if (error.code === 'idempotency_mismatch') this.#keep({ intent: noIntent })
    if (error.code === 'offer_outdated') {
      this.registration.outdated()
      return this.#show('offer')
    }
    // A card that is gone is not offered again; the sums stay.
    if (error.field('card')) {
      this.#keep({ card: null })
      void this.cards.reload()
    }
    const own = error.fields.filter((f) => !this.all.some((line) => line.service.code === f.field))
    this.fields = Object.fromEntries(error.fields.map((f) => [f.field, f.message]))
    this.message = own[0]?.message ?? error.title
    this.#show('error')
  }
}
