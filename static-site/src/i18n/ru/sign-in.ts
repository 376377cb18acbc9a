import { formatWait } from './format'

export default {
  title: 'Вход в личный кабинет',
  login: 'Логин',
  loginHint: 'Номер мобильного телефона или e-mail',
  password: 'Пароль',
  submit: 'Войти',
  forgot: 'Забыли пароль?',
  newHere: 'Впервые здесь?',
  register: 'Регистрация',
  loginMissing: 'Введите номер телефона или e-mail',
  passwordMissing: 'Введите пароль',
  tooMany: (seconds: number) =>
    `Слишком много попыток. Попробуйте снова через ${formatWait(seconds)}.`,
  headline: 'Весь газ вашего дома — на виду',
  lead: 'Показания, начисления, квитанции и оплата в одном месте.',
  art: {
    caption: 'Год в двенадцати языках пламени: сколько газа уходит зимой и летом',
    month: (month: string, percent: number) =>
      `${month}: обычно ${percent}\u00a0% годового расхода газа`,
    note: 'Пример для дома с газовым отоплением',
  },
}
