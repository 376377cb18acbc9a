import type { Texts } from '../catalogue'
import type ru from '../ru/settings'
import { plural } from './format'

export default {
  title: 'Settings',
  accounts: {
    title: 'Accounts',
    link: 'Link an account',
    full: (max: number) =>
      `At most ${plural(max, 'account', 'accounts')} can be linked. To add another, remove one of them or register another profile.`,
    empty: 'No accounts yet',
    emptyText: 'Link an account to see charges, submit readings and pay.',
    number: (number: string) => `Account ${number}`,
    limited: 'Limited version: the extended one is available',
    extended: 'Extended version',
    extend: 'Get it',
    extendOffer: 'the extended version with bills and all payments',
    rename: 'Rename',
    unlink: 'Remove',
  },
  rename: {
    title: 'Name of the account',
    lead: 'Only you see it, and only in the settings.',
    label: 'Name',
    placeholder: 'For example, “Country house”',
    save: 'Save',
    cancel: 'Cancel',
    tooLong: (max: number) => `At most ${plural(max, 'character', 'characters')}`,
    saved: 'The name is saved',
    cleared: 'The name is removed',
  },
  unlink: {
    title: (number: string) => `Remove account ${number}?`,
    text: 'The account will disappear from your profile. Data and payments at the gas company do not change, and you can always add it again.',
    extended: 'You will then have to get the extended version again.',
    confirm: 'Remove',
    cancel: 'Keep',
    done: (number: string) => `Account ${number} is removed`,
  },
  look: {
    title: 'Appearance',
    label: 'Appearance of the site',
    system: 'As in the system',
    light: 'Light',
    dark: 'Dark',
  },
} satisfies Texts<typeof ru>
