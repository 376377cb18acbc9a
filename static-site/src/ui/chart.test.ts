import { expect, it } from 'vitest'
import { pairs, scale } from './chart'

it.each([
  [232, [0, 80, 160, 240]],
  [0, [0, 1, 2, 3]],
  [7, [0, 3, 6, 9]],
  [1000, [0, 400, 800, 1200]],
])('an axis for %i has readable steps', (max, axis) => expect(scale(max)).toEqual(axis))

it('the same months of two years stand together, a missing one leaves a gap', () => {
  expect(
    pairs(
      [
        { month: '2025-12', value: 200 },
        { month: '2026-01', value: 230 },
      ],
      [{ month: '2025-01', value: 240 }],
    ),
  ).toEqual([
    { month: '2025-12', value: 200, previous: null },
    { month: '2026-01', value: 230, previous: 240 },
  ])
})
