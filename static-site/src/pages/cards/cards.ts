/** What the screens ask of linked cards: whose they are, and which one a payment starts with. */
import type { Binding, Card, PaymentRow } from '../../api'

/** A card pays for the services of one company only. */
export const ofCompany = (cards: Card[], company: string): Card[] =>
  cards.filter((card) => card.company === company)

/** The card this account was last paid with, else the newest: paying again starts with one press less. */
export function preselected(cards: Card[], payments: PaymentRow[]): Card | undefined {
  const usable = cards.filter((card) => !card.expired)
  for (const { card_mask, state } of payments) {
    const used = usable.find((card) => card.mask === card_mask)
    if (used && state === 'succeeded') return used
  }
  return usable[0]
}

export type BindingView = 'submitting' | 'pending' | 'checking' | 'active' | 'refused' | 'abandoned'

/** Leaving the bank's page is not a refusal: nothing is wrong with the card. */
const LEFT = ['abandoned', 'expired_on_confirmation', 'canceled_by_merchant']

export function bindingView(binding: Binding, now: number): BindingView {
  switch (binding.state) {
    case 'active':
    case 'submitting':
      return binding.state
    case 'pending': {
      const over = binding.expires_at && Date.parse(binding.expires_at) <= now
      return binding.confirmation_url && !over ? 'pending' : 'checking'
    }
    default:
      return binding.refusal && LEFT.includes(binding.refusal.code) ? 'abandoned' : 'refused'
  }
}

export const bindingSettled = (shown: BindingView): boolean =>
  shown === 'active' || shown === 'refused' || shown === 'abandoned'
