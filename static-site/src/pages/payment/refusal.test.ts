import { describe, expect, it } from 'vitest'
import { asksSupport, remedy } from './refusal'

describe('a refusal has a button that helps (R-086)', () => {
  it.each([
    ['amount_below_minimum', 'sum'],
    ['amount_above_maximum', 'sum'],
    ['insufficient_funds', 'card'],
    ['payment_method_restricted', 'card'],
    ['unsupported_card_system', 'card'],
    ['permission_revoked', 'card'],
    ['invalid_csc', 'retry'],
    ['3d_secure_failed', 'retry'],
    ['abandoned', 'retry'],
    [undefined, 'retry'],
    ['a_reason_of_next_year', 'retry'],
  ])('after %s', (code, button) => expect(remedy(code)).toBe(button))

  it('names the company where nothing on the screen is sure to help', () => {
    expect(asksSupport('general_decline')).toBe(true)
    expect(asksSupport(undefined)).toBe(true)
    expect(asksSupport('insufficient_funds')).toBe(false)
  })
})
