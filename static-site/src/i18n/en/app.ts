import type { Texts } from '../catalogue'
import type ru from '../ru/app'

export default {
  brand: 'My GAS',
  brandTagline: 'Customer account',
  titles: {
    signIn: 'Sign in',
    register: 'Registration',
    recover: 'Password recovery',
    welcome: 'Welcome',
    link: 'Link an account',
    account: 'Account',
    paymentResult: 'Payment result',
    cardResult: 'Registration of a card',
    settings: 'Settings',
    notFound: 'Page not found',
  },
  menu: {
    label: 'Main menu',
    account: 'Account',
    settings: 'Settings',
    signOut: 'Sign out',
    signedInAs: 'Signed in as',
    skip: 'Skip to content',
  },
  accounts: {
    title: 'Accounts',
    collapse: 'Fold the list of accounts',
    expand: 'Unfold the list of accounts',
    add: 'Link another account',
    selected: 'selected',
    limited: 'Limited version',
    switch: 'Change account',
    full: (max: number) =>
      `${max} of ${max} linked: no more can be added. Remove one you do not need in the settings.`,
    none: 'No account is linked',
  },
  theme: {
    system: 'Appearance: as in the system',
    light: 'Appearance: light',
    dark: 'Appearance: dark',
  },
  language: { other: 'ru', name: 'Русский', short: 'РУ' },
  notFound: {
    title: 'There is no such page',
    text: 'The link may be out of date, or there is a typo in the address.',
    home: 'Go to the home page',
  },
  offline: {
    title: 'No internet connection',
    text: 'The page will open as soon as you are online. What you have typed on other pages is kept.',
    banner: 'No internet connection. What you see may be out of date.',
  },
  failed: {
    title: 'The page could not be opened',
    text: 'Check your internet connection and try again.',
  },
  cookies: {
    title: 'The browser does not keep cookies',
    text: 'You cannot stay signed in without them. Allow cookies for this site in the browser’s settings and sign in again.',
  },
  expired: {
    title: 'You have been signed out',
    text: 'You were away for a while, so we closed the account to keep it safe. Sign in again: everything you typed is still here.',
    leave: 'Leave without saving',
  },
  close: 'Close',
  back: 'Back',
  loading: 'Loading',
  emergency: 'Smell gas? Call 104',
} satisfies Texts<typeof ru>
