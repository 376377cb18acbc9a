/** The sections that are fetched when they are first opened: most visits come for the sum and the meter alone. */
import type { Component } from 'svelte'
import type { AccountPage } from '../../api'
import type { AccountTab, Screen } from './account'
import type { AccountData } from './data.svelte'

export type SectionProps = {
  page: AccountPage
  data: AccountData
  onextend: () => void
  /** By the number of a payment. */
  ondetails: (payment: string) => void
}
export type LazyScreen = Exclude<Screen, 'services'>
export type LockedScreen = Exclude<LazyScreen, 'meters' | 'payments'>
type Load = () => Promise<{ default: Component<SectionProps> }>

export const lazy: Record<LazyScreen, Load> = {
  meters: () => import('./Meters.svelte'),
  payments: () => import('./Payments.svelte'),
  subscriber: () => import('./subscriber/Subscriber.svelte'),
  settlements: () => import('./settlements/Settlements.svelte'),
  contracts: () => import('./contracts/Contracts.svelte'),
  acts: () => import('./acts/Acts.svelte'),
}

export const isLocked = (tab: AccountTab): tab is { screen: LockedScreen; locked: true } =>
  tab.locked && tab.screen !== 'services' && tab.screen !== 'meters' && tab.screen !== 'payments'

/** The section of an address, whose tab is not there yet. */
export function fetchSection(section: string | undefined): void {
  // Asked for again, and told, when it is shown.
  if (section !== undefined && Object.hasOwn(lazy, section)) {
    lazy[section as LazyScreen]().catch(() => undefined)
  }
}
