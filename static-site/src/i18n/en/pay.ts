import type { Texts } from '../catalogue'
import type ru from '../ru/pay'
import { formatDateTime, formatMoney, plural } from './format'

/** 1000 → «10 ₽»: a limit is said without kopecks when it has none. */
const limit = (kopecks: number) => formatMoney(kopecks).replace('.00', '')

export default {
  title: 'Pay for services',
  lead: 'Tick the services and check the amount',
  cancel: 'Cancel',
  services: 'Services',
  amountOf: (service: string) => `Amount: ${service}`,
  debt: (amount: number) => `Owed ${formatMoney(amount)}`,
  overpaid: (amount: number) => `In credit ${formatMoney(amount)}`,
  clear: 'Nothing owed',
  total: 'To pay',
  limits: (min: number, max: number) => `from ${limit(min)} to ${limit(max)} in one payment`,
  submit: (amount: string) => `Pay ${amount}`,
  submitPart: (amount: string, n: number) => `Pay ${amount}, 1 of ${n}`,
  parts: {
    title: (n: number) => `There will be ${plural(n, 'separate payment', 'separate payments')}`,
    text: 'The ticked services are paid to different organisations. The payments go one after another: the next one is offered after the first.',
    message: (payee: string, message: string) => `${payee}: ${message}`,
    next: (amount: number, payee: string) => `Pay ${formatMoney(amount)} more: ${payee}`,
    left: (n: number) => `${plural(n, 'payment', 'payments')} left`,
  },
  wrongAmount: 'Enter an amount in roubles, for example 1,284.50.',
  zeroAmount: 'Enter an amount above zero or untick the service.',
  nothing: 'Tick at least one service and enter an amount.',
  belowMinimum: (min: number) => `The amount must be at least ${limit(min)}`,
  aboveMaximum: (max: number) =>
    `The amount must be at most ${limit(max)}. Pay the rest in another payment.`,
  nothingPayable: 'There is nothing to pay for on this account at the moment',
  nothingPayableText:
    'The gas company does not take payments for these services through this site.',
  method: 'Card to pay with',
  changeCard: 'Choose another',
  newCard: 'Enter it on the bank’s page',
  newCardHint: 'Only the bank sees the card; it is not kept here',
  cardsFailed:
    'Linked cards cannot be shown at the moment. You can enter a card on the bank’s page.',
  register: 'Register the card for later payments',
  registerHint: 'Next time a confirmation code is enough',
  code: {
    title: 'Confirmation code',
    email: 'We have sent an e-mail with a code. The money is taken when you enter it.',
    sms: 'We have sent a text message with a code. The money is taken when you enter it.',
    sentTo: 'The code was sent to',
    again: 'Send the code again',
    close: 'Cancel',
    submit: (amount: string) => `Pay ${amount}`,
    back: 'Change the amount or the card',
    card: (card: string) => `Card ${card}`,
    gone: 'This payment waits for a code no more. No money was taken; please start it again.',
  },
  conditions: {
    title: 'Which cards will do',
    items: [
      'Visa, Mastercard, Maestro or Mir',
      'with 3-D Secure: the bank that issued the card can tell',
      'issued in Russia',
      'not blocked',
      'with enough money on it',
    ],
  },
  leaving: 'Opening the bank’s page',
  open: {
    title: 'A payment has already been started',
    text: (amount: number, at: string | undefined) =>
      at
        ? `The payment of ${formatMoney(amount)} started on ${formatDateTime(at)} is not finished yet.`
        : `The payment of ${formatMoney(amount)} is not finished yet.`,
    unknown: 'There is an unfinished payment for this account.',
    advice: 'Continue it so as not to pay twice, or start a new one.',
    resume: 'Continue',
    fresh: 'Start a new one',
  },
  readings: {
    refusedTitle: 'Not all readings were accepted',
    failedTitle: 'The readings were not submitted',
    ask: 'The payment does not depend on the readings: you can go on with it and submit the readings later.',
    fix: 'Correct the readings',
    go: 'Go on with the payment',
  },
  result: {
    titles: {
      checking: 'Checking the payment',
      created: 'Getting in touch with the bank',
      code: 'Confirm the payment by a code',
      awaiting: 'The payment is not finished yet',
      processing: 'The bank is processing the payment',
      succeeded: 'Payment made',
      canceled: 'The payment did not go through',
      failed: 'The payment was not made',
      review: 'The payment is being checked',
      unknown: 'We do not know yet how the payment ended',
    },
    created:
      'We are handing the payment to the bank and waiting for its answer. You can close the page: the payment will be neither lost nor repeated.',
    processing:
      'It usually takes less than a minute, sometimes longer. You can close the page: the result will be shown under “Payments”. There is no need to pay again.',
    awaiting:
      'The bank is waiting for you to enter your card and confirm the payment. No money is taken until you do.',
    left: (time: string) => `${time} left`,
    linked: 'The card is registered: next time it can be chosen to pay with.',
    counted: 'The gas company has already counted this payment.',
    otherCard: 'Choose another card',
    checkSum: 'Check the amount',
    newCardNow: 'Enter a new card',
    support: 'Write to support',
    supportSubject: (id: string) => `A payment does not go through, number ${id}`,
    call: (phone: string) => `Call ${phone}`,
    unlinked:
      'The card has been unlinked from this site: the bank no longer lets it be charged. It can be linked again.',
    awaitingUntil: (at: string) =>
      `The bank’s page can be opened again until ${formatDateTime(at)}.`,
    linkOver:
      'The time to pay is over and the link no longer works. We are asking the bank how the payment ended: usually it is simply cancelled.',
    succeeded: 'The balance of the account is already up to date.',
    failed: 'The bank did not take the payment and no money was taken. Please try again.',
    canceled: 'No money was taken.',
    canceledUnknown: 'The bank gave no reason. Try again or pay with another card.',
    review:
      'The bank’s answer needs checking, and we are on it. There is no need to pay again: the result will be shown under “Payments”.',
    reviewAsk: 'If it is urgent, give the company the number of the payment',
    unknown:
      'The connection with the server was lost. If you paid, the payment is not lost: we will check it again ourselves.',
    still: 'Still checking',
    checkNow: 'Check now',
    resume: 'Continue the payment',
    retry: 'Try again',
    back: 'Back to the account',
    payments: 'Open “Payments”',
    receipt: 'Receipt',
    readings: 'Readings submitted',
    page: 'Payment result',
    notFound: 'Payment not found',
    notFoundText: 'Check the link. Payments of an account are listed under “Payments”.',
    home: 'Go to the home page',
  },
} satisfies Texts<typeof ru>
