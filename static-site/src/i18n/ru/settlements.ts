import { CUBIC_METRES, formatDate, formatDecimal, formatMoney } from './format'

const volume = (cubic: string) => `${formatDecimal(cubic)}\u00a0${CUBIC_METRES}`

export default {
  title: 'Взаиморасчеты',
  lead: 'Начисления и оплаты по месяцам. Откройте месяц, чтобы увидеть, почему сумма такая.',
  services: 'Услуги',
  year: 'Год',
  earlier: 'Предыдущий год',
  later: 'Следующий год',
  none: 'Взаиморасчетов пока нет',
  noneText: 'Начисления и оплаты появятся здесь, когда газовая компания их передаст.',
  totals: {
    charged: 'Начислено за год',
    paid: 'Оплачено за год',
    benefits: 'Льготы',
    correction: 'Корректировки',
    closing: (lastDay: string) => `На ${formatDate(lastDay)}`,
  },
  debt: '(Задолженность)',
  overpaid: '(Переплата)',
  columns: {
    period: 'Период',
    opening: 'Состояние счета на начало периода',
    charged: 'Начислено',
    paid: 'Оплачено',
    benefits: 'Сумма льгот',
    correction: 'Корректировка',
    closing: 'Состояние счета на конец периода',
  },
  /** The same for the narrow cards of a phone. */
  short: { opening: 'На начало периода', closing: 'На конец периода' },
  charge: (kopecks: number, cubic: string) => `${formatMoney(kopecks)} (${volume(cubic)})`,
  volume,
  open: 'месяц не закрыт',
  openWhy:
    'Месяц ещё не закрыт: газовая компания не передала окончательные данные, поэтому состояние счета на конец периода не показано.',
  differs: (expected: number) =>
    `По расчету выходит ${formatMoney(expected)}. Итог указан так, как его передала газовая компания: уточните у неё, откуда разница.`,
  why: {
    title: 'Почему такая сумма',
    charge: 'Начисление',
    balance: 'Состояние счета',
    volume: 'Объем',
    tariff: 'Тариф',
    perUnit: (tariff: string) => `${formatDecimal(tariff)}\u00a0₽ за\u00a0м³`,
    product: 'Объем × тариф',
    other: 'Другие начисления',
    otherHint: 'Не от объема: норма, фиксированная часть или уточнение компании.',
    charged: 'Начислено',
    negative: 'Начисление с минусом уменьшает долг: обычно так уточняют объем за прошлые месяцы.',
    noTariff: 'Тариф за этот месяц компания не передала, поэтому умножить объем на него нельзя.',
    noVolume: 'Объем и тариф не указаны: услуга оплачивается не по объему или начислена по норме.',
    opening: 'На начало периода',
    paid: 'Оплачено',
    benefits: 'Льготы',
    correction: 'Корректировка',
    closing: 'На конец периода',
    expected: 'По данным на сегодня',
  },
  chart: {
    title: 'Начислено и оплачено',
    all: 'Начислено и оплачено, все услуги вместе',
    charged: 'Начислено',
    paid: 'Оплачено',
  },
}
