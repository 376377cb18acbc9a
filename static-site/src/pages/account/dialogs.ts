/** The dialogs of the account page: the first screen does not wait for what is opened by a press. */
import { idle } from '../../app/idle'

export const dialogs = {
  pay: () => import('./PayDialog.svelte'),
  readings: () => import('./ReadingsDialog.svelte'),
  history: () => import('./HistoryDialog.svelte'),
  bill: () => import('./BillDialog.svelte'),
  payment: () => import('./PaymentDialog.svelte'),
  extend: () => import('../link/ExtendDialog.svelte'),
}

/** Fetches them one after another, each when the page has nothing else to do, so that a press opens at once. */
export async function fetchDialogsAhead(): Promise<void> {
  for (const load of Object.values(dialogs)) {
    await idle()
    // What is not to be had now is asked for again when it is opened, and told then.
    await load().catch(() => undefined)
  }
}
