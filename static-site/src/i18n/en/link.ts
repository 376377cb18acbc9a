import type { Texts } from '../catalogue'
import type ru from '../ru/link'
import { plural } from './format'

const digits = (n: number) => plural(n, 'digit', 'digits')

export default {
  title: 'Link an account',
  back: 'Back',
  next: 'Continue',
  cancel: 'Cancel',
  company: {
    title: 'Which company supplies your gas?',
    label: 'Regional gas company',
    placeholder: 'Choose, or start typing the name',
    hint: 'The company’s name is at the top of your bill.',
    missing: 'Choose a company from the list',
    none: 'No companies yet',
    noneText: 'You will be able to link accounts as soon as the first company joins.',
  },
  number: {
    title: 'Now enter your account number',
    label: 'Account number',
    rule: (min: number, max: number) =>
      min === max
        ? `An account number has ${digits(max)}.`
        : `An account number has at most ${digits(max)}.`,
    where:
      'The number is on the bill that comes by post and in your contract. Your gas company can tell you too.',
    zeros: 'Type the zeros at the start as well.',
    missing: 'Enter the account number',
    onlyDigits: 'An account number has digits only',
    tooLong: (max: number) => `An account number has at most ${digits(max)}`,
    tooShort: (min: number) => `An account number has at least ${digits(min)}`,
  },
  waiting: {
    title: 'Looking for your account',
    text: 'This usually takes a few seconds.',
  },
  notFound: {
    title: (number: string) => `Account ${number} could not be linked`,
    text: 'Check the number and the company. If both are right, contact the gas company: it may not have sent the details of your account, or it does not take part in the service.',
  },
  full: {
    title: (max: number) => `${plural(max, 'account', 'accounts')} linked: that is the limit`,
    text: 'No more accounts can be linked to this profile. Remove one you do not need in the settings, or register another profile with another e-mail or mobile number.',
    settings: 'Open the settings',
  },
  done: {
    title: 'The account is linked',
    text: 'You now have the limited version: what you owe for each service, the meters, and payments made here.',
  },
  extend: {
    title: 'Extended version',
    lead: 'To get everything the account offers, please answer a security question.',
    offer: 'Get the extended version',
    question: 'Security question',
    questions: {
      meter_serial: 'Enter the serial number of the gas meter',
      last_charge: 'Enter the sum of the last charges in kopecks',
      pin: 'Enter the PIN (it may be printed on the bill)',
    },
    hints: {
      meter_serial: 'The serial number is on the meter itself and in its passport.',
      last_charge:
        'The sum of the charges is on your bill. For example, if it is 314 roubles 72 kopecks, enter 31472.',
      pin: 'Depending on your region, the PIN is printed on the bill, sent by e-mail, or given at the customer office.',
    },
    answer: 'Your answer to the security question',
    missing: 'Enter the answer',
    kopecks: 'Enter the sum in kopecks, digits only: 314 roubles 72 kopecks is 31472',
    submit: 'Answer',
    later: 'Get the extended version later',
    unavailable:
      'The company has not sent anything yet by which we could recognise you. Try later or contact the company.',
    success: 'The extended version is on',
    successText: (number: string) =>
      `You can now see bills, all payments, settlements, contracts and work reports of account ${number}.`,
    start: 'Get started',
    locked: (wait: string) => `Too many wrong answers. Try again in ${wait}.`,
  },
} satisfies Texts<typeof ru>
