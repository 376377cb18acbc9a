/** An axis through zero whose steps a person can read: a charge may be below it. */
import { scale } from '../../../ui/chart'

/** Values from the lowest step to the highest, zero among them: −700…1 900 → −1 000, 0, 1 000, 2 000. */
export function axis(low: number, high: number, steps = 3): number[] {
  const top = Math.max(high, 0)
  const bottom = Math.min(low, 0)
  const step = scale(Math.max(top, -bottom), steps)[1] ?? 1
  const from = Math.floor(bottom / step)
  const to = Math.max(1, Math.ceil(top / step))
  return Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step)
}
