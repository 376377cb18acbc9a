export default {
  greeting: {
    title: 'Здравствуйте! Я виртуальный помощник',
    text: 'Помогу начать: примем согласие на обработку данных, подключим лицевой счет — и можно передавать показания и платить за газ.',
    submit: 'Хорошо',
  },
  consent: {
    title: 'Прежде чем начать',
    lead: 'Прочитайте документ. Если все пункты вам понятны, нажмите «Я согласен».',
    submit: 'Я согласен',
    version: (version: string) => `Редакция ${version}`,
    /** Other languages explain the Russian text, which alone is binding: whether they do, and for which version. */
    foreign: false,
    explains: '',
    binding: '',
    summary: [] as string[],
  },
  choice: {
    title: 'С чего начнём?',
    text: 'Лицевой счет открывает начисления, показания и оплату.',
    link: 'Подключить лицевой счет',
    linkHint: 'Понадобится его номер: он есть в квитанции и в договоре',
    later: 'Пока посмотреть настройки',
  },
}
