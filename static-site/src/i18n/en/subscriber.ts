import type { Texts } from '../catalogue'
import type ru from '../ru/subscriber'

export default {
  title: 'Subscriber',
  lead: 'Details held by the gas company, for viewing only.',
  card: 'Subscriber card',
  number: 'Account number',
  unified: 'Unified account',
  holder: 'Subscriber',
  address: 'Address',
  benefits: 'Benefits',
  noBenefits: 'No benefits',
  regimes: 'Kinds of consumption',
  noRegimes: 'The company has not sent the kinds of consumption',
  equipment: {
    title: 'Installed equipment',
    name: 'Name',
    kind: 'Kind of equipment',
    none: 'The company has not sent any equipment',
  },
} satisfies Texts<typeof ru>
