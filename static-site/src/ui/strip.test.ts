import { expect, it } from 'vitest'
import { hiddenSides } from './strip'

it.each([
  [0, 300, { before: false, after: true }],
  [150, 300, { before: true, after: true }],
  [400, 300, { before: true, after: false }],
  [0, 700, { before: false, after: false }],
  // The last pixel of a fraction.
  [399.4, 300, { before: true, after: false }],
])('a strip of 700 moved by %i in %i hides %o', (scrollLeft, clientWidth, hidden) =>
  expect(hiddenSides({ scrollLeft, clientWidth, scrollWidth: 700 })).toEqual(hidden),
)
