import { describe, expect, it } from 'vitest'
import type { MeterHistory, PaymentState } from '../../api'
import { dueState, lastVolume, sumMonths, tabs, verificationTrouble } from './account'
import { meter, page } from './fixtures'
import { fiscalLabel, paymentLabel } from './labels'

const history = (now: number, before: number): MeterHistory => ({
  meter: meter(),
  readings: [],
  months: [
    { month: '2026-10', consumption: 1 },
    { month: '2026-11', consumption: now },
  ],
  previous_year: [{ month: '2025-11', consumption: before }],
})

it('says calmly that nothing is due', () => {
  expect(dueState(page())).toBe('due')
  expect(dueState(page({ due: { amount: 0, overdue: false, balance: 100 } }))).toBe('overpaid')
  expect(dueState(page({ due: { amount: 0, overdue: false, balance: 0 } }))).toBe('nothing')
})

it('shows the sections the server lists and this site has, the locked ones last (R-045…R-047)', () => {
  expect(
    tabs(
      page({
        sections: ['payments', 'services', 'applications'],
        locked_sections: ['settlements', 'applications'],
      }),
    ),
  ).toEqual([
    { screen: 'payments', locked: false },
    { screen: 'services', locked: false },
    { screen: 'settlements', locked: true },
  ])
})

describe('consumption', () => {
  it('of several meters is added up by month', () => {
    expect(sumMonths([history(5, 0).months, history(7, 0).months])).toEqual([
      { month: '2026-10', value: 2 },
      { month: '2026-11', value: 12 },
    ])
  })
  it('of the last whole month is compared with the same month a year ago', () => {
    const december = new Date(2026, 11, 3)
    expect(lastVolume([history(88, 100)], december)).toEqual({
      month: '2026-11',
      value: 88,
      change: -12,
    })
    expect(lastVolume([history(88, 0)], december)?.change).toBeNull()
    expect(lastVolume([], december)).toBeNull()
  })
  it('of the running month is not held against a whole one', () => {
    expect(lastVolume([history(0, 100)], new Date(2026, 10, 24))?.month).toBe('2026-10')
  })
})

it('warns of the worst verification, of meters in use only', () => {
  const soon = meter({ verification: { status: 'soon', blocks: false } })
  const expired = meter({ verification: { status: 'expired', blocks: true } })
  expect(verificationTrouble([soon, expired])).toBe('expired')
  expect(verificationTrouble([soon, { ...expired, state: 'inactive' }])).toBe('soon')
  expect(verificationTrouble([meter()])).toBeNull()
})

it('calls each payment by the words of the manual', () => {
  const told = (state: PaymentState, kind: 'payment' | 'refund' = 'payment') =>
    paymentLabel({ kind, state }).text
  expect(told('awaiting_user')).toBe('В обработке')
  expect(told('processing')).toBe('В обработке')
  expect(told('succeeded')).toBe('Проведён')
  expect(told('review')).toBe('Проверяется')
  expect(told('succeeded', 'refund')).toBe('Возврат')
})

it('says of the fiscal receipt what is known, and nothing where there is none', () => {
  expect(fiscalLabel('none')).toBeNull()
  expect(fiscalLabel('pending')?.text).toBe('Чек формируется')
  expect(fiscalLabel('succeeded')?.text).toBe('Чек отправлен')
  expect(fiscalLabel('canceled')?.kind).toBe('warn')
})
