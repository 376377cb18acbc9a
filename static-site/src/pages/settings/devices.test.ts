import { describe, expect, it } from 'vitest'
import { deviceIcon, kilobytes } from './devices'

describe('a session', () => {
  it.each([
    ['iPhone', 'smartphone'],
    ['Android', 'smartphone'],
    ['iPad', 'tablet'],
    ['Windows', 'laptop'],
    ['macOS', 'laptop'],
    ['', 'laptop'],
  ])('of «%s» is drawn as a %s', (system, icon) => expect(deviceIcon(system)).toBe(icon))
})

it('the size of an archive is told in whole kilobytes, never zero', () => {
  expect(kilobytes(18_432)).toBe(18)
  expect(kilobytes(90)).toBe(1)
})
