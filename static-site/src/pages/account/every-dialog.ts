/** One file to fetch: a dialog alone is a third of it, and what they share comes with each. */
export { default as ExtendDialog } from '../link/ExtendDialog.svelte'
export { default as BillDialog } from './BillDialog.svelte'
export { default as HistoryDialog } from './HistoryDialog.svelte'
export { default as PayDialog } from './PayDialog.svelte'
export { default as PaymentDialog } from './PaymentDialog.svelte'
export { default as ReadingsDialog } from './ReadingsDialog.svelte'
