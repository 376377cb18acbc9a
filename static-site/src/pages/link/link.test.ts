import { describe, expect, it } from 'vitest'
import { checkAnswer, checkNumber, cleanNumber } from './link'

const seven = { min_digits: 7, max_digits: 7 }

describe('an account number', () => {
  it('keeps its leading zeros and loses its spaces', () => {
    expect(cleanNumber(' 0004 9246 ')).toBe('00049246')
  })
  it('too long is told with the number of the company', () => {
    expect(checkNumber('33016355', seven)?.replaceAll('\u00a0', ' ')).toBe(
      'Лицевой счет должен содержать не более 7 цифр',
    )
  })
  it.each(['', '   ', '123', 'A123456', '１２３４５６７', '12345.7'])('«%s» is refused', (text) =>
    expect(checkNumber(text, seven)).toBeTruthy(),
  )
  it('of the right length passes', () => {
    expect(checkNumber('330 16-35', seven)).toBeUndefined()
  })
})

describe('an answer to a control question', () => {
  it('about a sum is in kopecks, as the manual shows', () => {
    expect(checkAnswer('last_charge', '31472')).toBeUndefined()
    expect(checkAnswer('last_charge', '314,72')).toContain('31472')
  })
  it('about a serial number may have letters', () => {
    expect(checkAnswer('meter_serial', 'АБ-64337')).toBeUndefined()
    expect(checkAnswer('meter_serial', ' ')).toBeTruthy()
  })
})
