/** Names of what the payment keeps for later: the form until it is paid, the readings for the result page. */
export const payDraft = (account: string): string => `pay:${account}`
export const paidReadings = (payment: string): string => `paid-readings:${payment}`
