import type { Texts } from '../catalogue'
import type ru from '../ru/locked'

export default {
  how: 'To confirm that the account is yours, answer one security question.',
  action: 'Get the extended version',
  sections: {
    settlements: {
      title: 'Settlements come with the extended version',
      text: 'Charges and payments by month and service, and how each sum came about: volume, tariff, benefits and corrections.',
    },
    subscriber: {
      title: 'Subscriber details come with the extended version',
      text: 'The subscriber card, benefits, kinds of consumption and installed equipment.',
    },
    contracts: {
      title: 'Contracts come with the extended version',
      text: 'Contracts with the gas company, in force and finished, and their terms.',
    },
    acts: {
      title: 'Work reports come with the extended version',
      text: 'What was done, on which equipment and what it cost.',
    },
  },
  gains: [
    'bills',
    'all payments, including those made at a bank or a post office',
    'settlements by month, with how each sum came about',
    'your subscriber details, contracts and work reports',
    'the address and full details of the meters',
  ],
} satisfies Texts<typeof ru>
