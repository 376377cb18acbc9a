import type { Texts } from '../catalogue'
import type ru from '../ru/pin'
import { plural } from './format'

export default {
  ask: 'Request a PIN',
  title: 'PIN request',
  lead: 'To request a PIN for the extended version, fill in this form.',
  name: 'Full name',
  email: 'E-mail',
  phone: 'Phone',
  contacts: 'One is enough: an e-mail or a phone.',
  where:
    'The PIN only goes to the e-mail or phone that the gas company already holds for the account. If you give others, somebody at the company checks the request first.',
  send: 'Send the request',
  cancel: 'Cancel',
  sent: 'The request has been taken',
  sentText:
    'If these contacts are the ones the gas company holds, the PIN arrives within a few minutes. If not, somebody at the company looks at the request.',
  sentNext: 'Once you have the PIN, enter it here. You can also do that later, in the settings.',
  nameMissing: 'Enter your full name',
  nameLong: (max: number) => `Too long: ${plural(max, 'character', 'characters')} at most`,
  tooMany: (wait: string) => `A PIN has been requested already. You can ask again in ${wait}.`,
  contactMissing: 'Enter an e-mail or a phone, at least one of them',
} satisfies Texts<typeof ru>
