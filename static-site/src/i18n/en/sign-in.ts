import type { Texts } from '../catalogue'
import type ru from '../ru/sign-in'
import { formatWait } from './format'

export default {
  title: 'Sign in',
  login: 'Login',
  loginHint: 'Mobile number or e-mail',
  password: 'Password',
  submit: 'Sign in',
  forgot: 'Forgot your password?',
  recover: 'Recover password',
  off: 'Signing in by password is off: there were too many failed attempts. Recover your password to sign in.',
  newHere: 'New here?',
  register: 'Register',
  loginMissing: 'Enter your mobile number or e-mail',
  passwordMissing: 'Enter your password',
  tooMany: (seconds: number) => `Too many attempts. Try again in ${formatWait(seconds)}.`,
  headline: 'All the gas of your home, in plain sight',
  lead: 'Readings, charges, bills and payments in one place.',
  art: {
    caption: 'A year in twelve flames: how much gas winter and summer take',
    month: (month: string, percent: number) =>
      `${month} usually takes ${percent}% of the year’s gas`,
    note: 'For example, for a house heated with gas',
  },
} satisfies Texts<typeof ru>
