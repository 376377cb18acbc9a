import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, api } from '../../api'
import { intentFor, noIntent } from '../../app/intent'
import { patiently } from '../../app/patience'
import { payment, service } from './fixtures'
import { check, lines, openPayment, toPay, total } from './pay'

const limits = { min: 1000, max: 1_500_000 }
const typed = (text: string) => lines([service()], { gas: { text, on: true } })
const told = (text: string) => {
  const { fields, message } = check(typed(text), limits)
  return fields.gas ?? message
}

afterEach(() => vi.restoreAllMocks())

describe('the form of a payment (R-065…R-068)', () => {
  const services = [
    service(),
    service({ code: 'to', balance: 0 }),
    service({ code: 'x', balance: 15_000 }),
    service({ code: 'no', balance: -100, payable: false }),
  ]
  it('flags and fills in what is owed, and only what can be paid here', () => {
    const all = lines(services, {})
    expect(all.map((l) => [l.service.code, l.on, l.amount])).toEqual([
      ['gas', true, 589_995],
      ['to', false, null],
      ['x', false, null],
    ])
    expect(total(all)).toBe(589_995)
  })
  it('counts flagged services only', () => {
    const all = lines(services, { gas: { on: false }, to: { on: true, text: '1 284,50' } })
    expect(total(all)).toBe(128_450)
    expect(toPay(all)).toEqual([{ service: 'to', amount: 128_450 }])
  })
  it('follows the debt of the day until the person changes it', () => {
    expect(lines([service({ balance: -100 })], {})[0]?.amount).toBe(100)
    expect(lines([service({ balance: -100 })], { gas: { text: '5' } })[0]?.amount).toBe(500)
  })
})

describe('an amount', () => {
  it.each(['10', '10,00', '15000', '15 000,00', '1 284,50', '1284.5'])('of «%s» is taken', (text) =>
    expect(told(text)).toBeNull(),
  )
  it.each(['9.99', '0,01'])('of «%s» is below the minimum', (text) =>
    expect(told(text)).toContain('не менее 10'),
  )
  it.each(['15000.01', '15 000,01', '999999999'])('of «%s» is above the maximum', (text) =>
    expect(told(text)).toContain('не более 15'),
  )
  it.each(['−1', '-1', '1e3', '10.001', 'NaN', '', 'сто', '1,2,3'])(
    'of «%s» is no amount',
    (text) => expect(told(text)).toContain('Введите сумму в рублях'),
  )
  it('of zero asks to take the flag off', () => expect(told('0')).toContain('больше нуля'))
  it('of nothing flagged is told as a whole', () => {
    expect(check(lines([service()], { gas: { on: false } }), limits).message).toContain('Отметьте')
  })
})

describe('a payment being started', () => {
  const body = { lines: [{ service: 'gas', amount: 1000 }], method: 'new_card' as const }
  it('keeps one key over retries of the same wish, and takes another for another wish', () => {
    const first = intentFor(body, noIntent)
    expect(intentFor({ ...body }, first).key).toBe(first.key)
    expect(intentFor({ ...body, start_new: true }, first).key).not.toBe(first.key)
  })
  it('waits under the same key while the same request is carried out', async () => {
    const busy = new ApiError(409, 'request_in_progress', '')
    const pay = vi
      .spyOn(api, 'pay')
      .mockRejectedValueOnce(busy)
      .mockRejectedValueOnce(busy)
      .mockResolvedValueOnce(payment())
    const started = await patiently(
      () => api.pay('sever-33016355', body, 'k'),
      async () => undefined,
    )
    expect(started.id).toBe('01P')
    expect(pay.mock.calls.map((c) => c[2])).toEqual(['k', 'k', 'k'])
  })
  it('does not repeat a refusal', async () => {
    const pay = vi
      .spyOn(api, 'pay')
      .mockRejectedValue(new ApiError(422, 'amount_below_minimum', ''))
    await expect(
      patiently(
        () => api.pay('a-1', body, 'k'),
        async () => undefined,
      ),
    ).rejects.toThrow()
    expect(pay).toHaveBeenCalledOnce()
  })
  it('finds the unfinished payment however the refusal names it', async () => {
    vi.spyOn(api, 'payment').mockResolvedValue(payment({ id: '01Q' }))
    const refusal = (named: unknown) =>
      new ApiError(409, 'open_payment_exists', '', { details: { payment: named } })
    expect((await openPayment(refusal(payment())))?.id).toBe('01P')
    expect((await openPayment(refusal('01Q')))?.id).toBe('01Q')
    expect(await openPayment(refusal(undefined))).toBeNull()
  })
})
