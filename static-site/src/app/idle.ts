/** When the browser has nothing more urgent to do; where it does not tell (Safari), after a pause. */
export const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve())
    else setTimeout(resolve, 100)
  })

/** Fetches code one after another, each when the page has nothing else to do, so that a press opens at once. */
export async function fetchWhenIdle(...loads: (() => Promise<unknown>)[]): Promise<void> {
  for (const load of loads) {
    await idle()
    // What is not to be had now is asked for again when it is opened, and told then.
    await load().catch(() => undefined)
  }
}
