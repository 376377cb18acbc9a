/** What helps after a refusal: the button that does what the advice says. */

export type Remedy = 'card' | 'sum' | 'retry'

const ANOTHER_CARD = [
  'insufficient_funds',
  'payment_method_restricted',
  'unsupported_card_system',
  'country_forbidden',
  'card_expired',
  'payment_method_limit_exceeded',
  'fraud_suspected',
  'call_issuer',
  'issuer_unavailable',
  'identification_required',
  'unsupported_mobile_operator',
  'loan_declined',
  'permission_revoked',
]
const ANOTHER_SUM = ['amount_below_minimum', 'amount_above_maximum']
const ASK_SUPPORT = ['general_decline', 'gateway_refused', 'canceled_by_merchant']

export function remedy(code: string | undefined): Remedy {
  if (code === undefined) return 'retry'
  if (ANOTHER_CARD.includes(code)) return 'card'
  return ANOTHER_SUM.includes(code) ? 'sum' : 'retry'
}

/** Nothing the person does on the screen is sure to help; an unknown reason is one of these. */
export const asksSupport = (code: string | undefined): boolean =>
  code === undefined || ASK_SUPPORT.includes(code)
