/** The arithmetic of the bar chart: a scale whose steps a person can read, and where bars stand. */

export type Month = { month: string; value: number }

/** The top of the axis and its steps: 232 → 0, 80, 160, 240. */
export function scale(max: number, steps = 3): number[] {
  const rough = Math.max(max, steps) / steps
  const size = 10 ** Math.floor(Math.log10(rough))
  const step =
    [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
      .map((n) => n * size)
      .find((n) => n >= rough && Number.isInteger(n)) ?? Math.ceil(rough)
  return Array.from({ length: steps + 1 }, (_, i) => i * step)
}

export type Pair = { month: string; value: number | null; previous: number | null }

/** Puts the same month of both years side by side, in the order of this year's months. */
export function pairs(current: Month[], previous: Month[]): Pair[] {
  const before = new Map(previous.map((m) => [m.month.slice(5, 7), m.value]))
  return current.map((m) => ({
    month: m.month,
    value: m.value,
    previous: before.get(m.month.slice(5, 7)) ?? null,
  }))
}
