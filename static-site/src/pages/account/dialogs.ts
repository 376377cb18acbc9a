/** The dialogs of the account page: the first screen does not wait for what is opened by a press. */
import { idle } from '../../app/idle'

export const dialogs = () => import('./every-dialog')

/** Fetches them when the page has nothing else to do, so that a press opens at once. */
export async function fetchDialogsAhead(): Promise<void> {
  await idle()
  // What is not to be had now is asked for again when it is opened, and told then.
  await dialogs().catch(() => undefined)
}
