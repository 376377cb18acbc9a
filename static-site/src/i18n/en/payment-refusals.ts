import type { Texts } from '../catalogue'
import type ru from '../ru/payment-refusals'

const other = 'pay with another card'

/** By the bank's code: why, and what to do. */
const refusals: Record<string, [string, string]> = {
  amount_below_minimum: [
    'The amount is below the smallest one allowed',
    'Raise the amount and pay again',
  ],
  amount_above_maximum: [
    'The amount is above the largest one allowed',
    'Split it into several payments',
  ],
  insufficient_funds: ['There is not enough money on the card', `Top it up or ${other}`],
  payment_method_restricted: [
    'The card is blocked, or payments with it are not allowed',
    `Contact the bank that issued the card or ${other}`,
  ],
  unsupported_card_system: [
    'Cards of this payment system are not accepted',
    'Pay with a Mir, Visa, Mastercard or Maestro card',
  ],
  country_forbidden: [
    'Cards issued in this country are not accepted',
    'Pay with a card issued in Russia',
  ],
  '3d_secure_failed': [
    'The 3-D Secure confirmation failed',
    `Pay again and enter the code from the bank’s message, or ${other}`,
  ],
  call_issuer: [
    'The bank that issued the card declined the payment',
    `Call the bank on the number on the card or ${other}`,
  ],
  card_expired: ['The card has expired', 'Pay with another card'],
  payment_method_limit_exceeded: [
    'The card’s payment limit is exceeded',
    `Pay tomorrow, change the limit at the bank or ${other}`,
  ],
  general_decline: [
    'The bank declined the payment without giving a reason',
    `Try again or ${other}. If that fails, write to support`,
  ],
  fraud_suspected: [
    'The payment was declined by a security check',
    'Pay with another card or contact the bank that issued this one',
  ],
  identification_required: [
    'For such an amount the wallet must be identified',
    'Pay with a card or have the wallet identified',
  ],
  invalid_card_number: ['The card number is wrong', 'Pay again and check the number of the card'],
  invalid_csc: [
    'The code on the back of the card is wrong',
    'Pay again and check the three digits on the back of the card',
  ],
  issuer_unavailable: [
    'The bank that issued the card does not answer at the moment',
    `Pay later or ${other}`,
  ],
  canceled_by_merchant: [
    'The payment was cancelled',
    'No money was taken. Start a new payment if you need to',
  ],
  permission_revoked: [
    'The card was unlinked and cannot be charged',
    'Pay with another card or enter this one on the bank’s page',
  ],
  internal_timeout: [
    'The bank did not process the payment in time',
    'No money was taken. Pay again',
  ],
  expired_on_confirmation: [
    'The time to pay is over',
    'No money was taken. Start a new payment and finish it within an hour',
  ],
  expired_on_capture: [
    'The time to charge the card is over',
    'The money held will return to the card. Start a new payment',
  ],
  unsupported_mobile_operator: [
    'Paying from this mobile operator’s account is not possible',
    'Pay with a card',
  ],
  deal_expired: ['The time for this operation is over', 'Start a new payment'],
  loan_declined: ['Paying by instalments was declined', 'Pay with a card'],
  gateway_refused: [
    'The bank did not take the payment',
    'No money was taken. Pay later; if that fails, write to support',
  ],
  abandoned: ['The payment was not sent to the bank', 'No money was taken. Start a new payment'],
}

/** Why a card was not linked, and what to do. */
const bindings: Record<string, [string, string]> = {
  card_declined: [
    'The bank did not confirm the card',
    'Check the card and its date, then try again or register another card',
  ],
  gateway_refused: [
    'The bank did not take the request to register a card',
    'Try again later; if that fails, write to support',
  ],
  mismatch: [
    'The bank’s answer did not match the request',
    'The card is not registered. Start again; if that fails, write to support',
  ],
}

const of = (code: string) => refusals[code] ?? refusals.general_decline

export default {
  reason: (code: string, _message: string) => of(code)?.[0] ?? '',
  advice: (code: string, _advice: string) => of(code)?.[1] ?? '',
  bindingReason: (code: string, _message: string) =>
    (bindings[code] ?? bindings.card_declined)?.[0] ?? '',
  bindingAdvice: (code: string, _advice: string) =>
    (bindings[code] ?? bindings.card_declined)?.[1] ?? '',
} satisfies Texts<typeof ru>
