/** The sections of the settings, in the order of their list; the name of one is its address. */
import type { IconName } from '../../ui/icons'

export const sections = [
  'profile',
  'accounts',
  'cards',
  'notices',
  'security',
  'data',
  'look',
] as const

export type Section = (typeof sections)[number]

export const isSection = (name: string | undefined): name is Section =>
  sections.some((section) => section === name)

export const icons: Record<Section, IconName> = {
  profile: 'user',
  accounts: 'home',
  cards: 'card',
  notices: 'bell',
  security: 'lock',
  data: 'document',
  look: 'contrast',
}
