import type { Texts } from '../catalogue'
import type ru from '../ru/page'

export default {
  language: 'en',
  title: 'Sign in · My GAS',
  shell: 'My GAS',
  description:
    'The online account of a gas company’s customer: meter readings, charges, bills and payments in one place.',
  browser: {
    title: 'Please update your browser',
    text: 'This version of the browser lacks what the account needs.',
    advice:
      'The latest versions of Google Chrome, Opera, Yandex Browser, Safari and Firefox will do.',
  },
  cookies: {
    title: 'Please turn cookies on',
    text: 'Without cookies the browser forgets that you have signed in, and the account cannot work.',
    advice: 'Allow cookies for this site in the browser’s settings and reload the page.',
  },
  script: {
    title: 'Please turn JavaScript on',
    text: 'The account works with JavaScript only.',
  },
} satisfies Texts<typeof ru>
