/** The person's own year of gas as twelve flames, in the manner of the sign-in page's picture. */
import { tongue } from '../entry/burner'

export const VIEW = { width: 348, height: 132, ground: 128, first: 20, step: 28 }

export type MonthFlame = { month: string; outer: string; inner: string }

/** Twelve months at most; a month without gas keeps a pilot light. */
export function monthFlames(months: { month: string; value: number }[]): MonthFlame[] {
  const shown = months.slice(-12)
  const highest = Math.max(1, ...shown.map((m) => m.value))
  return shown.map(({ month, value }, i) => {
    const share = Math.max(0, value) / highest
    const x = VIEW.first + VIEW.step * (i + 12 - shown.length)
    const height = 14 + share * 104
    const half = 6.5 + share * 4
    return {
      month,
      outer: tongue(x, height, half, VIEW.ground),
      inner: tongue(x, Math.max(7, height * 0.4), half * 0.5, VIEW.ground),
    }
  })
}
