import type { RefusalCode } from '../../api/types'
import type { Texts } from '../catalogue'
import type ru from '../ru/refusals'

/** The server explains itself in Russian; here are its codes in English. */
const refusals: Record<RefusalCode, string> = {
  // any request
  invalid_fields: 'Check the highlighted fields.',
  malformed_body: 'The request could not be read. Reload the page and try again.',
  body_too_large: 'There is too much data in one request.',
  not_json: 'The request must be JSON.',
  cross_site:
    'The request did not come from a page of this site. Open the site and repeat what you did.',
  session_required: 'You have been signed out. Please sign in again.',
  extended_required:
    'This is available in the extended version. Get it by answering a security question.',
  not_permitted: 'The gas company has not switched this on.',
  not_found: 'There is no such page or record.',
  method_not_allowed: 'This cannot be done here.',
  too_many_requests: 'Too many attempts. Wait a little and try again.',
  unavailable: 'The service is unavailable at the moment. No data is lost; try again in a minute.',
  internal:
    'Something went wrong on our side. Try again later, or write to support and give the number of the request.',
  // idempotency
  idempotency_key_required: 'The request is incomplete. Reload the page and try again.',
  idempotency_mismatch: 'This request has already been sent with other data. Reload the page.',
  request_in_progress: 'The request is already being carried out. Wait a few seconds.',
  // registration and sign-in
  wrong_code: 'The code is wrong. Check the message and enter it again.',
  code_expired: 'The code has expired. Request a new one.',
  code_used_up: 'The code no longer works: there were too many wrong attempts. Request a new one.',
  too_early: 'You can get a new code when the countdown ends.',
  flow_not_found: 'This confirmation was not found or is out of date. Please start again.',
  wrong_credentials:
    'This login and password are not registered together. Check the keyboard layout and capital letters.',
  sign_in_paused: 'Too many failed attempts to sign in. Wait a little and try again.',
  consent_required: 'First accept the consent to the processing of personal data.',
  consent_outdated: 'The text of the consent has changed. Please read the new version.',
  // profile
  last_contact:
    'This is the only confirmed contact, and notices go to it. First confirm another one.',
  email_required: 'To get bills by e-mail, first confirm an e-mail address.',
  erasure_begun:
    'The time in which the deletion could be called off is over: the profile is being erased.',
  // accounts
  account_not_found:
    'The account could not be linked: the gas company has not sent its data or does not take part in the service. Check the number on your bill or contact the company.',
  already_linked: 'This account is already linked to your profile.',
  too_many_accounts:
    'No more accounts can be linked. Remove one of them in the settings to add another.',
  already_extended: 'The extended version is already on.',
  wrong_answer:
    'The answer does not match the company’s data. Check your bill or the meter’s passport.',
  question_not_offered: 'This security question is not available for the account.',
  extension_paused: 'Too many wrong answers. Try again in a day, or contact the gas company.',
  pin_void:
    'The PIN no longer works: there were too many wrong answers. Request a new one or choose another question.',
  no_contact: 'The request has no address that a PIN could be sent to.',
  // readings
  no_meters: 'The account has no meters. Contact the gas company.',
  reading_changed:
    'The readings changed while you were typing. Check the values and submit them again.',
  // payments
  payments_off: 'This company does not take payments through this site.',
  several_payees: 'The selected services are paid to different payees. Pay for them separately.',
  amount_below_minimum: 'The amount is below the smallest one allowed.',
  amount_above_maximum: 'The amount is above the largest one allowed.',
  open_payment_exists:
    'A payment for this account has already been started. Continue it or start a new one.',
  offer_required: 'To link a card, accept the terms of the bank’s public offer.',
  offer_outdated: 'The bank’s offer has changed. Read the new version and accept its terms.',
  foreign_address: 'Notices are taken from the bank’s network only.',
  payment_not_paid: 'There is a receipt only when the payment is made.',
  bill_unavailable: 'There is no bill yet: the company has not sent the charges.',
}

/** Codes of single fields (`invalid_fields`). */
const fields: Record<string, string> = {
  required: 'Fill in this field',
  unknown_field: 'The request has a field too many. Reload the page',
  wrong_type: 'This value does not fit here',
  text_empty: 'Fill in this field',
  text_too_long: 'The text is too long',
  text_unprintable: 'Remove line breaks and control characters from the text',
  card_number_refused:
    'Do not type the number of a bank card here: it is needed on the bank’s page only',
  name_too_long: 'At most 60 characters',
  name_malformed: 'Letters, spaces, hyphens and apostrophes only',
  login_empty: 'Enter your mobile number or e-mail',
  login_unrecognised: 'Enter your mobile number or e-mail',
  email_malformed: 'Check the e-mail: it should look like anna@mail.ru',
  email_too_long: 'The e-mail is too long: at most 254 characters',
  phone_malformed: 'Check the number: it should look like +7 912 345-67-89',
  phone_foreign:
    'Codes are sent to Russian mobile numbers only: +7 9… Give such a number or an e-mail',
  phone_not_mobile: 'Codes are sent to mobile numbers only: +7 9… Give such a number or an e-mail',
  login_unchanged: 'This is your login already',
  contact_unchanged: 'This contact is already confirmed',
  contact_required: 'Give an e-mail or a mobile number',
  password_empty: 'Enter your password',
  password_too_short: 'The password is too short: use at least 5 characters',
  password_too_long: 'The password is too long: use at most 64 characters',
  password_unprintable: 'The password has characters that cannot be printed. Type it by hand',
  password_common: 'This password is too common and easily guessed. Think of another one',
  password_same_as_login: 'The password must not be the same as the login. Think of another one',
  password_obvious: 'On this site such a password would be guessed first. Think of another one',
  wrong_password: 'The password is wrong. Check the keyboard layout and capital letters',
  company_unknown: 'Choose a gas company from the list',
  number_empty: 'Enter the account number',
  number_not_digits: 'An account number has digits only',
  number_too_short: 'The account number is too short',
  number_too_long: 'The account number is too long',
  no_readings: 'Tick at least one meter',
  too_many_readings: 'There are too many readings in one request',
  payments_disabled: 'The gas company does not take payments on this site at the moment',
  no_lines: 'Tick at least one service to pay for',
  too_many_lines: 'There are too many services in one payment',
  unknown_service: 'The account has no such service. Reload the page and try again',
  duplicate_service: 'A service is named twice. Reload the page and try again',
  card_not_found:
    'This card is no longer linked. Choose another one or enter a card on the bank’s page',
  amount_not_positive: 'Enter an amount above zero or untick the service',
}

const known = new Map(Object.entries({ ...refusals, ...fields }))

export default {
  // The server may be newer than the page: a code it did not have yet gets words that are always right.
  told: (code: string, _message: string) =>
    known.get(code) ?? 'This could not be done. Reload the page and try again.',
} satisfies Texts<typeof ru>
