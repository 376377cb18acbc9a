import { formatDate, formatMoney, plural } from './format'

export default {
  title: 'Платежи',
  note: 'В режиме онлайн учитываются только оплаты, проведенные в личном кабинете. Остальные появляются после передачи данных газовой компанией, иногда через 5 рабочих дней.',
  limited:
    'Показаны платежи личного кабинета. Оплаты в банке, на почте и в других местах видны в расширенной версии.',
  limitedAction: 'Подключить расширенную версию',
  date: 'Дата',
  place: 'Место оплаты',
  portal: 'Личный кабинет',
  state: 'Состояние',
  amount: 'Сумма',
  actions: 'Действия',
  details: 'Детализация',
  resume: 'Продолжить оплату',
  follow: 'Узнать результат',
  services: (n: number) => plural(n, 'услуга', 'услуги', 'услуг'),
  refundOf: (date: string, amount: number) =>
    `По платежу от ${formatDate(date)} на ${formatMoney(amount)}`,
  refundAlone: 'Деньги возвращены на карту',
  refunded: (amount: number) => `возвращено ${formatMoney(amount)}`,
  counted: 'Учтён РГК',
  countedText: 'региональная газовая компания получила платёж и включила его в свои данные.',
  states: {
    processing: 'В обработке',
    succeeded: 'Проведён',
    review: 'Проверяется',
    refund: 'Возврат',
    canceled: 'Не проведён',
  },
  none: 'Платежей пока нет',
  noneText: 'Платёж через личный кабинет появится здесь сразу.',
  noneExtended: 'Остальные — после передачи данных газовой компанией.',
  pay: 'Оплатить',
}
