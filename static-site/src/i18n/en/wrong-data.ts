import type { Texts } from '../catalogue'
import type ru from '../ru/wrong-data'

export default {
  text: 'If something here is wrong, contact the gas company: only the company can change it.',
  call: 'Call',
  write: 'Write to',
} satisfies Texts<typeof ru>
