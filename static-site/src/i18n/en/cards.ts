import type { Texts } from '../catalogue'
import type ru from '../ru/cards'
import { formatDate, formatDateTime } from './format'

const systems: Record<string, string> = { MasterCard: 'Mastercard', Unknown: 'Card' }
const system = (type: string): string => systems[type] ?? type

export default {
  system,
  name: (type: string, mask: string) => `${system(type)} ${mask}`,
  until: (expiry: string) => `until ${expiry}`,
  expired: 'Expired',
  validUntil: 'Valid until',
  list: {
    title: 'Linked cards',
    text: 'The bank keeps the card; only its last digits are shown here.',
    add: 'New card',
    linked: (at: string) => `Linked on ${formatDate(at)}`,
    remove: 'Remove card',
    empty: 'No linked cards',
    emptyText:
      'With a linked card there is nothing to type each time: a code from a text message or an e-mail is enough.',
    noAccounts:
      'First link an account: a card is linked to pay for the services of the account’s company.',
    link: 'Link an account',
  },
  binding: {
    title: 'New card',
    lead: 'You will enter the card on the bank’s page: this site does not see it.',
    company: 'To pay for the services of',
    companyHint: 'A card is linked for each company separately.',
    register: 'Register',
    cancel: 'Cancel',
    leaving: 'Opening the bank’s page',
  },
  offer: {
    accept: 'I have read the Bank’s Public Offer and accept its terms',
    missing: 'The bank registers no card without the acceptance of its offer.',
    edition: (bank: string, version: string) => `${bank}, version ${version}`,
    changedTitle: 'The bank has changed its offer',
    changed: 'The new version is below. Read it and accept it again; everything else is in place.',
    foreign: true,
    binding: 'Only the Russian text of the offer is binding.',
  },
  removal: {
    title: 'Remove the card?',
    text: (card: string) => `${card} can no longer be chosen to pay with.`,
    erased: 'All data on the card will be erased from this site. Past payments remain.',
    confirm: 'Remove card',
    keep: 'Keep it',
    done: 'The card has been removed',
  },
  result: {
    page: 'Registration of a card',
    titles: {
      checking: 'Checking the card',
      submitting: 'Getting in touch with the bank',
      pending: 'The card is not registered yet',
      active: 'The card is registered',
      refused: 'The card was not registered',
      abandoned: 'The registration was not finished',
      unknown: 'We do not know yet whether the card is registered',
    },
    submitting:
      'We are passing the request to the bank and waiting for its answer. You can close the page: the card will be shown in the settings.',
    pending: 'The bank is waiting for you to enter the card and confirm it.',
    pendingUntil: (at: string) =>
      `The bank’s page can be opened again until ${formatDateTime(at)}.`,
    checking:
      'It usually takes less than a minute. You can close the page: the card will be shown in the settings.',
    active: 'It can now be chosen to pay with.',
    refused: 'The bank gave no reason. Check the card or register another one.',
    abandoned:
      'You left the bank’s page before the end. The card is not linked and no money was taken.',
    unknown: 'The connection with the server was lost. We will check again ourselves.',
    resume: 'Open the bank’s page',
    retry: 'Try again',
    toCards: 'To bank cards',
    pay: 'Pay',
    checkNow: 'Check now',
    notFound: 'Registration not found',
    notFoundText: 'Check the link. Linked cards are listed in the settings.',
  },
} satisfies Texts<typeof ru>
