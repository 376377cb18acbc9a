import { expect, it } from 'vitest'
import { cardLines } from './subscriber'

const subscriber = {
  number: '33016355',
  unified: null,
  holder: 'Смирнов Николай Петрович',
  address: 'г. Северогорск, ул. Вересковая, д. 7',
  parameters: [
    { name: 'Номер лицевого счета', value: '33016355' },
    { name: 'Адрес', value: 'г. Северогорск, ул. Вересковая, д. 7' },
    { name: 'Количество проживающих', value: '1' },
    { name: 'Площадь общая', value: '135,1' },
  ],
  benefits: [],
  regimes: [],
  equipment: [],
}

it('the card tells number and address once, then what the company adds (R-107)', () => {
  expect(cardLines(subscriber).map((line) => line.name)).toEqual([
    'Номер лицевого счета',
    'Абонент',
    'Адрес',
    'Количество проживающих',
    'Площадь общая',
  ])
})

it('an address of another wording is not swallowed', () => {
  const other = { ...subscriber, parameters: [{ name: 'Адрес доставки', value: 'а/я 7' }] }
  expect(cardLines(other).at(-1)).toEqual({ name: 'Адрес доставки', value: 'а/я 7' })
})
