import type { Texts } from '../catalogue'
import type ru from '../ru/deletion'
import { formatDate } from './format'

export default {
  banner: (at: string) =>
    `Your profile will be deleted on ${formatDate(at)}. Until then you can change your mind.`,
  cancel: 'Cancel the deletion',
  cancelled: 'The deletion is cancelled, your profile stays',
} satisfies Texts<typeof ru>
