import type { Texts } from '../catalogue'
import type ru from '../ru/guide'

export default {
  title: 'First steps',
  progress: (done: number, all: number) => `${done} of ${all}`,
  next: (step: string) => `Next: ${step}`,
  list: 'Steps',
  done: 'done',
  now: 'now',
  steps: {
    consent: 'Consent',
    link: 'Account',
    extend: 'Extended version',
    reading: 'Readings',
    notices: 'Notices',
  },
  extend: {
    title: 'Get the extended version',
    text: 'One security question opens bills, all payments and settlements.',
    action: 'Get it',
  },
  reading: {
    title: 'Submit your first reading',
    text: 'Copy the digits from the meter: you will see at once how much gas was used.',
    action: 'Submit readings',
  },
  notices: {
    title: 'Choose what we write to you about',
    text: 'Check which address letters come to, and switch on the notices you want.',
    action: 'Set up notices',
  },
  pass: 'Skip this step',
  hide: 'Do not show again',
  fold: 'Fold the hints',
  unfold: 'Unfold the hints',
  finished: {
    title: 'All set!',
    text: 'You have taken the first steps. To have nothing to type at the next payment, link a bank card in the settings.',
    card: 'Link a card',
    close: 'Thank you',
  },
} satisfies Texts<typeof ru>
