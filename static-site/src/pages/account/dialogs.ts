/** The dialogs of the account page: the first screen does not wait for what is opened by a press. */

export const dialogs = {
  pay: () => import('./PayDialog.svelte'),
  readings: () => import('./ReadingsDialog.svelte'),
  history: () => import('./HistoryDialog.svelte'),
  bill: () => import('./BillDialog.svelte'),
  payment: () => import('./PaymentDialog.svelte'),
  extend: () => import('../link/ExtendDialog.svelte'),
}

/** Fetches them all once the page has nothing else to do, so that a press opens at once. */
export function fetchDialogsAhead(): void {
  const fetchAll = () => {
    // What is not to be had now is asked for again when it is opened, and told then.
    for (const load of Object.values(dialogs)) load().catch(() => undefined)
  }
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 10_000 })
  else setTimeout(fetchAll, 2000)
}
