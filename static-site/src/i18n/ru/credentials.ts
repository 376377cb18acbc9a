import { plural } from './format'

const characters = (n: number) => plural(n, 'символа', 'символов', 'символов')

export default {
  login: 'Логин',
  repeat: 'Повторите пароль',
  passwordHint: (min: number) => `Пароль от ${characters(min)}`,
  loginMissing: 'Введите номер мобильного телефона или e-mail',
  loginWrong: 'Похоже, в номере или адресе опечатка. Пример: +7 912 345-67-89 или anna@mail.ru',
  emailMissing: 'Введите e-mail',
  emailWrong: 'Похоже, в адресе опечатка. Пример: anna@mail.ru',
  phoneMissing: 'Введите номер мобильного телефона',
  phoneWrong: 'Похоже, в номере опечатка. Пример: +7 912 345-67-89',
  passwordMissing: 'Введите пароль',
  passwordShort: (min: number) => `Пароль слишком короткий: нужно не меньше ${characters(min)}`,
  passwordLong: (max: number) => `Пароль слишком длинный: можно не больше ${characters(max)}`,
  passwordIsLogin: 'Пароль не должен совпадать с логином',
  repeatDiffers: 'Пароли не совпадают. Введите тот же пароль ещё раз',
}
