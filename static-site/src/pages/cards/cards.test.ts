import { describe, expect, it } from 'vitest'
import type { Binding } from '../../api'
import { card, row } from '../account/fixtures'
import { bindingSettled, bindingView, ofCompany, preselected } from './cards'
import { hue } from './hue'

describe('the card a payment starts with (R-073, R-077)', () => {
  const newest = card({ id: 'newest', mask: '•••• 0004' })
  const older = card({ id: 'older', mask: '•••• 4477' })
  it('is the one that the account was last paid with', () => {
    const payments = [row({ card_mask: '•••• 9999' }), row({ card_mask: '•••• 4477' })]
    expect(preselected([newest, older], payments)?.id).toBe('older')
  })
  it('is not one whose payment did not go through', () => {
    const payments = [row({ card_mask: '•••• 4477', state: 'processing' })]
    expect(preselected([newest, older], payments)?.id).toBe('newest')
  })
  it('is the newest before any payment, and never an expired one', () => {
    expect(preselected([newest, older], [])?.id).toBe('newest')
    const over = card({ id: 'over', mask: '•••• 0004', expired: true })
    expect(preselected([over, older], [row({ card_mask: '•••• 0004' })])?.id).toBe('older')
    expect(preselected([over], [])).toBeUndefined()
  })
  it('belongs to the company that is paid: a card of another shop cannot be charged there', () => {
    const foreign = card({ id: 'foreign', company: 'yug' })
    expect(ofCompany([newest, foreign], 'sever').map((one) => one.id)).toEqual(['newest'])
  })
})

describe('the binding of a card (R-188, R-189)', () => {
  const now = Date.parse('2026-11-24T07:30:00Z')
  const refusal = (code: string) => ({ code, message: '', advice: '' })
  const binding = (over: Partial<Binding>): Binding => ({
    id: 'B',
    company: 'sever',
    state: 'pending',
    confirmation_url: 'https://bank.example/bind/1',
    expires_at: '2026-11-24T08:15:00Z',
    ...over,
  })
  it('waits at the bank only while its page is open', () => {
    expect(bindingView(binding({}), now)).toBe('pending')
    expect(bindingView(binding({ expires_at: '2026-11-24T07:00:00Z' }), now)).toBe('checking')
    expect(bindingView(binding({ confirmation_url: null }), now)).toBe('checking')
  })
  it('tells leaving the bank’s page from a refusal of the card', () => {
    const left = binding({ state: 'inactive', refusal: refusal('expired_on_confirmation') })
    const refused = binding({ state: 'inactive', refusal: refusal('card_expired') })
    expect(bindingView(left, now)).toBe('abandoned')
    expect(bindingView(refused, now)).toBe('refused')
    expect(bindingView(binding({ state: 'failed' }), now)).toBe('refused')
  })
  it('is asked about until the server has decided it', () => {
    expect(bindingSettled(bindingView(binding({ state: 'active' }), now))).toBe(true)
    for (const state of ['submitting', 'pending'] as const) {
      expect(bindingSettled(bindingView(binding({ state }), now))).toBe(false)
    }
  })
})

it('a system nobody has told us of has a colour too', () => {
  expect(['Mir', 'Visa', 'Maestro', 'MasterCard', 'JCB'].map(hue)).toEqual([165, 262, 35, 35, 292])
})
