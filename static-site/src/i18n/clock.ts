/** Parts of dates, the same in every language. */

const two = (n: number) => String(n).padStart(2, '0')

/** «2026-11-08» → 2026, 11, 8; an instant is first read by the clock of this device. */
export function dateParts(date: string): [number, number, number] {
  const day = date.length > 10 ? localDate(date) : date
  return day.split('-').map(Number) as [number, number, number]
}

/** RFC 3339 → «14:05» by the clock of this device. */
export function clockTime(at: string): string {
  const time = new Date(at)
  return `${two(time.getHours())}:${two(time.getMinutes())}`
}

function localDate(at: string): string {
  const time = new Date(at)
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

const MOSCOW = 3 * 60 * 60 * 1000

/** RFC 3339 → «2026-11-25T14:05», the same moment by the clock of Moscow, as documents tell it. */
export const moscowClock = (at: string): string =>
  new Date(Date.parse(at) + MOSCOW).toISOString().slice(0, 16)
