import type { Texts } from '../catalogue'
import type ru from '../ru/reading-refusals'

const refusals = new Map([
  ['not_integer', 'A reading is a whole number: type the digits before the point only'],
  ['negative', 'A reading cannot be negative. Type the digits on the dial'],
  [
    'too_many_digits',
    'The dial has fewer digits before the point. Check that you have not typed more',
  ],
  [
    'below_previous',
    'A reading cannot be less than the previous one. Check the digits; if the dial really shows less, contact the gas company',
  ],
  [
    'rollover_not_confirmed',
    'The reading is less than the previous one. If the dial went past zero, confirm it; otherwise check the digits',
  ],
  [
    'over_limit',
    'More gas was used than is allowed in one reading. Check the digits; if all is right, contact the gas company',
  ],
  [
    'unchanged_not_confirmed',
    'The reading equals the previous one. Confirm that no gas was used, or enter a new reading',
  ],
  [
    'unchanged_not_allowed',
    'The reading equals the previous one. The gas company does not take unchanged readings here: please contact it',
  ],
  [
    'verification_expired',
    'The verification of the meter has expired and its readings are not accepted. Book a verification with the gas company',
  ],
  [
    'verification_expired_warning',
    'The reading is submitted, but the verification of the meter has expired: the company may not accept it. Book a verification',
  ],
  [
    'meter_inactive',
    'The meter is not in use and its readings are not accepted. If this is a mistake, contact the gas company',
  ],
  ['meter_not_found', 'The account has no such meter. Reload the page and try again'],
  ['duplicate_meter', 'The meter is named twice. Leave one reading'],
])

export default {
  told: (code: string, _message: string) =>
    refusals.get(code) ??
    'The reading was not accepted. Check the digits or contact the gas company',
} satisfies Texts<typeof ru>
