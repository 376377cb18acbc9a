import type { Texts } from '../catalogue'
import type ru from '../ru/code'
import { plural } from './format'

export default {
  wait: (seconds: string) => `You can get a new code in ${seconds}`,
  sentAgain: 'A new code is on its way. The previous one no longer works.',
  submit: 'Confirm',
  incomplete: (length: number) => `Enter the whole code: ${plural(length, 'digit', 'digits')}`,
  expired: 'The code has expired. Request a new one.',
  usedUp: 'The code no longer works: there were too many wrong attempts. Request a new one.',
  spam: 'No letter? Check your spam folder.',
} satisfies Texts<typeof ru>
