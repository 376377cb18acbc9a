import { expect, it } from 'vitest'
import { curve, flames, SHARES } from './burner'

it('the shares of the months make up the whole year', () => {
  expect(SHARES.reduce((sum, share) => sum + share, 0)).toBe(100)
})
it('a colder month has a taller flame', () => {
  const [january, , , , , , july] = flames
  expect(january?.height).toBeGreaterThan((july?.height ?? 0) * 3)
})
it('the curve passes all twelve months and has no broken numbers', () => {
  expect(curve.match(/C/g)).toHaveLength(11)
  expect(curve).not.toMatch(/NaN|undefined/)
})
