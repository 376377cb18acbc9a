/** Words of index.html: they are there before any script, and for browsers that can run none. */
export default {
  language: 'ru',
  title: 'Вход в личный кабинет · Мой ГАЗ',
  shell: 'Мой ГАЗ',
  description:
    'Личный кабинет абонента газовой компании: показания приборов учета, начисления, квитанции и оплата газа онлайн.',
  browser: {
    title: 'Обновите браузер',
    text: 'Эта версия браузера не умеет того, что нужно личному кабинету.',
    advice: 'Подойдут последние версии Google Chrome, Opera, Яндекс Браузера, Safari и Firefox.',
  },
  cookies: {
    title: 'Включите cookies',
    text: 'Без cookies браузер не запоминает вход, и личный кабинет работать не может.',
    advice: 'Разрешите cookies для этого сайта в настройках браузера и обновите страницу.',
  },
  script: {
    title: 'Включите JavaScript',
    text: 'Личный кабинет работает только с включенным JavaScript.',
  },
}
