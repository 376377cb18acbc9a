import type { Texts } from '../catalogue'
import type ru from '../ru/consent'

export default {
  version: (version: string) => `Version ${version}`,
  foreign: true,
  binding: 'Only the Russian text is binding',
  explains: '2026-11-01',
  lead: 'In short, it says:',
  summary: [
    'You agree that the operator of this site processes your e-mail or mobile number, the numbers and details of the accounts you link, your meter readings and your payments.',
    'This is needed to show charges and payments, take readings and payments, prepare bills, answer your requests and send you notices. The data is passed to the gas company that serves your account.',
    'Bank cards never come here: you enter them on the bank’s page.',
    'The consent holds as long as your profile exists. To withdraw it, delete your profile or write to support; the data is then erased, except for what the law requires to be kept longer.',
  ],
} satisfies Texts<typeof ru>
