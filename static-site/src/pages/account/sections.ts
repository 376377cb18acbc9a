/** The sections that are fetched when they are first opened: most visits come for the sum and the meter alone. */
import type { Component } from 'svelte'
import type { AccountPage } from '../../api'
import { idle } from '../../app/idle'
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

/** What a visit goes on to, more often than not: fetched when the page has nothing else to do. */
export async function fetchSectionsAhead(): Promise<void> {
  await idle()
  // What is not to be had now is asked for again when it is opened, and told then.
  await Promise.allSettled([lazy.meters(), lazy.payments()])
}
