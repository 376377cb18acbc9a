import type { Texts } from '../catalogue'
import type ru from '../ru/welcome'

export default {
  greeting: {
    title: 'Hello! I am your virtual assistant',
    text: 'Let me help you to get started: we will go through the consent to data processing and link an account, and then you can submit readings and pay for gas.',
    submit: 'All right',
  },
  consent: {
    title: 'Before we start',
    lead: 'Please read the document. If everything in it is clear to you, press “I agree”.',
    submit: 'I agree',
    version: (version: string) => `Version ${version}`,
    foreign: true,
    explains: '2026-11-01',
    binding: 'Only the Russian text is binding. In short, it says:',
    summary: [
      'You agree that the operator of this site processes your e-mail or mobile number, the numbers and details of the accounts you link, your meter readings and your payments.',
      'This is needed to show charges and payments, take readings and payments, prepare bills, answer your requests and send you notices. The data is passed to the gas company that serves your account.',
      'Bank cards never come here: you enter them on the bank’s page.',
      'The consent holds as long as your profile exists. To withdraw it, delete your profile or write to support; the data is then erased, except for what the law requires to be kept longer.',
    ],
  },
  choice: {
    title: 'Where shall we start?',
    text: 'A linked account opens charges, readings and payments.',
    link: 'Link an account',
    linkHint: 'You will need its number: it is on your bill and in your contract',
    later: 'Have a look at the settings first',
  },
} satisfies Texts<typeof ru>
