import { describe, expect, it } from 'vitest'
import type { PaymentState } from '../../api'
import { pauseAfter } from '../../app/following.svelte'
import { payment } from '../account/fixtures'
import { settled, view } from './view'

const now = Date.parse('2026-11-24T07:30:00Z')

describe('the result of a payment', () => {
  it.each<PaymentState>([
    'created',
    'submitting',
    'awaiting_user',
    'processing',
    'canceled',
    'failed',
    'review',
  ])('never says «paid» when the server says «%s»', (state) =>
    expect(view(payment({ state }), now)).not.toBe('succeeded'),
  )
  it('is «paid» when the server says so', () => {
    expect(view(payment({ state: 'succeeded' }), now)).toBe('succeeded')
  })
  it('offers the bank page only while its link lives', () => {
    expect(view(payment(), now)).toBe('awaiting')
    expect(view(payment(), Date.parse('2026-11-24T08:15:00Z'))).toBe('link_over')
    expect(view(payment({ confirmation_url: null }), now)).toBe('processing')
  })
  it('asks for our code where a saved card waits for it', () => {
    const step_up = {
      sent_to: 'a••@mail.ru',
      code_length: 6,
      expires_at: '2026-11-24T07:40:00Z',
      resend_at: '2026-11-24T07:32:00Z',
      tries_left: 5,
    }
    expect(view(payment({ state: 'created', step_up }), now)).toBe('code')
    expect(view(payment({ state: 'created' }), now)).toBe('created')
    expect(settled('code')).toBe(false)
  })
  it('is asked about until it is decided, ever more rarely', () => {
    expect(settled('link_over')).toBe(false)
    expect(settled('review')).toBe(false)
    expect(settled('canceled')).toBe(true)
    const pauses = Array.from({ length: 12 }, (_, i) => pauseAfter(i))
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(pauses[11]).toBe(30_000)
  })
})
