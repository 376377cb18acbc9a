/** The sections that are fetched when they are first opened: most visits come for the sum and the meter alone. */
import type { Component } from 'svelte'
import type { AccountPage } from '../../api'
import type { Screen } from './account'
import type { AccountData } from './data.svelte'

export type SectionProps = { page: AccountPage; data: AccountData }
export type LazyScreen = Exclude<Screen, 'services' | 'meters' | 'payments'>
type Load = () => Promise<{ default: Component<SectionProps> }>

export const lazy: Record<LazyScreen, Load> = {
  subscriber: () => import('./subscriber/Subscriber.svelte'),
  settlements: () => import('./settlements/Settlements.svelte'),
  contracts: () => import('./contracts/Contracts.svelte'),
  acts: () => import('./acts/Acts.svelte'),
}

export const isLazy = (screen: Screen | undefined): screen is LazyScreen =>
  screen !== undefined && screen in lazy
