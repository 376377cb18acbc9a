import type { Texts } from '../catalogue'
import type ru from '../ru/readings'
import { formatMonth, formatVolume, plural } from './format'

export default {
  title: 'Submit readings',
  lead: 'Enter the whole number on the dial, without the digits after the point.',
  send: 'Submit',
  cancel: 'Cancel',
  done: 'Done',
  flag: 'Submit:',
  field: (meter: string) => `Reading: ${meter}`,
  now: 'On the dial now',
  before: 'Before',
  beforeNone: 'First reading of the meter',
  consumption: 'Used',
  skipped: 'Not submitted',
  listTitle: 'Meter readings',
  optional: 'If you like: they are submitted with the payment but do not depend on it.',
  flagHint:
    'Readings of all ticked meters are submitted to the supplier, even if the value has not changed. Untick a meter whose reading you are not submitting.',
  nothing: 'Tick at least one meter and enter a reading.',
  empty: 'Enter a reading or untick the meter.',
  rules: {
    notInteger: 'A reading is a whole number: type digits only, no spaces or other characters.',
    fraction:
      'A reading is a whole number: type the digits before the point, fractions of a cubic metre are not needed.',
    negative: 'A reading cannot be negative.',
    digits: (n: number) =>
      `The dial of this meter has ${plural(n, 'digit', 'digits')} before the point. Check that you have not typed more.`,
    below: (previous: number) =>
      `Less than the previous reading of ${formatVolume(previous)}. Check the digits.`,
    over: (consumption: number, max: number) =>
      `The ${formatVolume(consumption)} used are more than the ${formatVolume(max)} allowed. Check the digits.`,
    zeroOff: 'The gas company does not take unchanged readings through this site.',
  },
  unchanged: {
    title: 'Submit a reading with 0\u00a0m³ used?',
    lead: 'The reading has not changed:',
    warning:
      'If you submit a reading equal to the previous one, the supplier will count it in the current period. This may lead to wrong charges in the next one.',
    confirm: 'No gas was used, submit',
    skip: 'Do not submit',
    back: 'Correct it',
  },
  rollover: {
    label: 'The dial went past zero, the use is right',
    hint: 'Tick this if the dial started from zeros again after all nines.',
  },
  result: {
    accepted: 'Reading submitted',
    acceptedText: (value: number, consumption: number | null | undefined) =>
      consumption === null || consumption === undefined
        ? `${formatVolume(value)}.`
        : `${formatVolume(value)}, ${formatVolume(consumption)} used.`,
    period: (period: string) => `Counts for ${formatMonth(period)}.`,
    refused: 'Not accepted',
    all: 'All readings are submitted',
    some: (accepted: number, total: number) =>
      `${accepted} of ${total} submitted. Correct the others and submit them again.`,
    none: 'The readings were not accepted. The reason is shown at each meter.',
  },
  failed: 'The readings could not be submitted',
  failedText: 'What you typed is kept. Sending it again will not submit a reading twice.',
} satisfies Texts<typeof ru>
