import type { Texts } from '../catalogue'
import type ru from '../ru/errors'

export default {
  network: 'The server cannot be reached. Check your internet connection and try again.',
  timeout: 'The server is taking too long to answer. Try again in a minute.',
  unreadable:
    'The service is unavailable at the moment. We are looking into it; try again in a minute.',
  unexpected: 'Something went wrong. Reload the page and try again.',
  checkFields: 'Check the highlighted fields.',
  retry: 'Try again',
  loadFailed: 'The data could not be loaded',
} satisfies Texts<typeof ru>
