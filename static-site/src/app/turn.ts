/** Lets the browser do what waits for it, a press above all. */
export const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
