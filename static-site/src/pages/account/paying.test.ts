import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { ApiError, api, type Payment } from '../../api'
import { router } from '../../app/router.svelte'
import { card, page, payment, row, service } from './fixtures'
import { restDraft } from './pay-draft'
import { Paying } from './paying.svelte'

const offer = { version: '2', sha256: 'aa', title: 'Оферта', bank: 'Банк', text: ['…'] }
const waiting = payment({
  state: 'created',
  confirmation_url: null,
  step_up: {
    sent_to: '+7 ••• ••• 12-34',
    code_length: 6,
    expires_at: '2026-11-24T07:25:00Z',
    resend_at: '2026-11-24T07:17:00Z',
    tries_left: 5,
  },
})
const repairs = service({
  code: 'to',
  name: 'ТО ВДГО',
  balance: -30_000,
  payee: { id: 'remont', name: 'ООО «Газремонт»' },
})

let pay: MockInstance<typeof api.pay>
let assigned: string[]
const shown: string[] = []

function form(over: Parameters<typeof page>[0] = {}, cards = [card()]): Paying {
  vi.spyOn(api, 'cards').mockResolvedValue(cards)
  const now = page(over)
  return new Paying(now.account.id, {
    page: () => now,
    payments: () => [row()],
    show: (place) => shown.push(place),
  })
}

beforeEach(() => {
  sessionStorage.clear()
  shown.length = 0
  assigned = []
  vi.spyOn(location, 'assign').mockImplementation((to) => {
    assigned.push(String(to))
  })
  vi.spyOn(router, 'go').mockResolvedValue()
  pay = vi.spyOn(api, 'pay').mockResolvedValue(waiting)
})
afterEach(() => vi.restoreAllMocks())

describe('paying with a linked card (R-073, R-077, security row 71)', () => {
  it('is one press: the card chosen by itself, the code asked for in the same place', async () => {
    const paying = form()
    await paying.submit()
    expect(pay.mock.calls[0]?.[1]).toMatchObject({ method: 'saved_card', card: 'card-1' })
    expect(paying.confirming?.id).toBe(waiting.id)
    expect(assigned).toEqual([])
  })

  it('waits for the list of cards rather than taking a payer to the bank', async () => {
    const paying = form()
    const pressed = paying.submit()
    expect(pay).not.toHaveBeenCalled()
    await pressed
    expect(pay.mock.calls[0]?.[1]).toMatchObject({ method: 'saved_card' })
  })

  it('goes on to the bank’s 3-D Secure when the bank wants it after all', async () => {
    const paying = form()
    await paying.submit()
    await paying.goOn(payment({ confirmation_url: 'https://bank.example/3ds' }))
    expect(assigned).toEqual(['https://bank.example/3ds'])
  })

  it('comes back from the code to the sums, and pays what is changed as another payment', async () => {
    const paying = form()
    paying.choose('gas', { text: '100' })
    await paying.submit()
    paying.stepBack()
    expect(paying.sum).toBe(10_000)
    // Nothing was changed: the same code is still good.
    await paying.submit()
    expect(pay).toHaveBeenCalledOnce()
    expect(paying.confirming?.id).toBe(waiting.id)
    paying.stepBack()
    paying.choose('gas', { text: '200' })
    await paying.submit()
    expect(pay.mock.calls[1]?.[1]).toMatchObject({ start_new: true, lines: [{ amount: 20_000 }] })
  })

  it('that is gone keeps the sums and asks for another card', async () => {
    const fields = [{ field: 'card', code: 'unknown', message: 'Этой карты больше нет' }]
    pay.mockRejectedValueOnce(new ApiError(422, 'invalid_fields', '', { fields }))
    const paying = form()
    paying.choose('gas', { text: '100' })
    await paying.submit()
    expect(paying.message).toBe('Этой карты больше нет')
    expect(paying.sum).toBe(10_000)
    expect(api.cards).toHaveBeenCalledTimes(2)
  })
})

describe('a new card (R-074, R-078)', () => {
  beforeEach(() => {
    pay.mockResolvedValue(payment())
    vi.spyOn(api, 'cardOffer').mockResolvedValue(offer)
  })

  it('is the only choice when none is linked, and is not registered unasked', async () => {
    const paying = form({}, [])
    await paying.submit()
    expect(pay.mock.calls[0]?.[1]).toEqual({
      method: 'new_card',
      lines: [{ service: 'gas', amount: 589_995 }],
    })
    expect(assigned).toEqual(['https://bank.example/pay/1'])
  })

  it('is registered only with the offer accepted, in the version that was read', async () => {
    const paying = form({}, [])
    paying.registration.wanted = true
    await paying.submit()
    expect(pay).not.toHaveBeenCalled()
    expect(shown).toEqual(['offer'])
    paying.registration.ticked = true
    await paying.submit()
    expect(pay.mock.calls[0]?.[1]).toMatchObject({ offer: { version: '2', sha256: 'aa' } })
  })

  it('reads a newer offer anew, with the sums as they were', async () => {
    pay.mockRejectedValueOnce(new ApiError(422, 'offer_outdated', ''))
    const paying = form({}, [])
    paying.choose('gas', { text: '100' })
    paying.registration.wanted = true
    await paying.registration.offer?.first
    paying.registration.ticked = true
    await paying.submit()
    expect(paying.registration.changed).toBe(true)
    expect(paying.registration.ticked).toBe(false)
    expect(api.cardOffer).toHaveBeenCalledTimes(2)
    expect(paying.sum).toBe(10_000)
  })
})

describe('several receivers', () => {
  const over = { services: [service({ balance: -50_000 }), repairs] }
  const started: Payment = payment({ id: '01FIRST' })
  beforeEach(() => pay.mockResolvedValue(started))

  it('are paid one after another, the next kept for when the first is paid', async () => {
    const paying = form(over, [])
    expect(paying.parts.map((part) => part.amount)).toEqual([50_000, 30_000])
    await paying.submit()
    expect(pay.mock.calls[0]?.[1]?.lines).toEqual([{ service: 'gas', amount: 50_000 }])
    expect(restDraft(paying.account).value).toMatchObject({
      after: '01FIRST',
      next: { payee: 'ООО «Газремонт»', amount: 30_000 },
      choices: { gas: { on: false }, to: { on: true, text: '300,00' } },
    })
  })

  it('leave nothing behind when only one of them is paid', async () => {
    const paying = form(over, [])
    paying.choose('to', { on: false })
    await paying.submit()
    expect(restDraft(paying.account).value.next).toBeNull()
  })

  it('have the limits of a payment each, and the message says whose', async () => {
    const paying = form(over, [])
    paying.choose('to', { text: '5' })
    await paying.submit()
    expect(paying.message).toMatch(/^ООО «Газремонт»: .*не менее 10/)
    expect(pay).not.toHaveBeenCalled()
  })
})
