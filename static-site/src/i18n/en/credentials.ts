import type { Texts } from '../catalogue'
import type ru from '../ru/credentials'
import { plural } from './format'

const characters = (n: number) => plural(n, 'character', 'characters')

export default {
  login: 'Login',
  repeat: 'Repeat the password',
  passwordHint: (min: number) => `At least ${characters(min)}`,
  loginMissing: 'Enter your mobile number or e-mail',
  loginWrong:
    'There seems to be a typo in the number or address. For example: +7 912 345-67-89 or anna@mail.ru',
  emailMissing: 'Enter your e-mail',
  emailWrong: 'There seems to be a typo in the address. For example: anna@mail.ru',
  phoneMissing: 'Enter your mobile number',
  phoneWrong: 'There seems to be a typo in the number. For example: +7 912 345-67-89',
  passwordMissing: 'Enter your password',
  passwordShort: (min: number) => `The password is too short: use at least ${characters(min)}`,
  passwordLong: (max: number) => `The password is too long: use at most ${characters(max)}`,
  passwordIsLogin: 'The password must not be the same as the login',
  repeatDiffers: 'The passwords do not match. Enter the same password again',
} satisfies Texts<typeof ru>
