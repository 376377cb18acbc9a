import { expect, it } from 'vitest'
import { matches } from './search'

it('finds by the beginning of any word, whatever the case and quotes', () => {
  expect(matches('ООО «Северогаз Регион»', 'север')).toBe(true)
  expect(matches('ООО «Северогаз Регион»', 'рег ооо')).toBe(true)
  expect(matches('Орёл', 'орел')).toBe(true)
})
it('does not find by the middle of a word', () => {
  expect(matches('ООО «Северогаз Регион»', 'газ')).toBe(false)
})
it('an empty query finds everything', () => {
  expect(matches('что угодно', '')).toBe(true)
})
it('finds a Russian name typed in Latin letters', () => {
  expect(matches('ООО «Северогаз Регион»', 'severogaz')).toBe(true)
  expect(matches('ООО «Объединённая Южная Щербинка»', 'obedinennaya yuzhnaya shcher')).toBe(true)
  expect(matches('ООО «Северогаз Регион»', 'volga')).toBe(false)
})
