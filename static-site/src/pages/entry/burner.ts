/** The picture of the sign-in page: twelve gas flames, each as tall as the gas its month takes. */

/** Share of the year's gas by month, %, of a house heated with gas (heating degree days of Moscow). */
export const SHARES = [17, 15, 13, 8, 4, 2, 2, 2, 3, 8, 12, 14] as const

export const ART = { width: 720, height: 460, ground: 392, first: 54, step: 55.6 }

export type Flame = { x: number; height: number; outer: string; inner: string; tip: number }

const round = (n: number) => Math.round(n * 10) / 10

/** A tongue of flame on the burner: `x` its middle, `h` its height, `w` half its width. */
export function tongue(x: number, h: number, w: number, base: number): string {
  const y = (part: number) => round(base - h * part)
  const at = (part: number) => round(x + w * part)
  return (
    `M${at(-0.4)} ${base}` +
    `C${at(-1.02)} ${y(0.1)} ${at(-1.18)} ${y(0.34)} ${at(-0.74)} ${y(0.56)}` +
    `C${at(-0.44)} ${y(0.7)} ${at(-0.3)} ${y(0.84)} ${at(0.12)} ${y(1)}` +
    `C${at(0.1)} ${y(0.86)} ${at(0.42)} ${y(0.74)} ${at(0.72)} ${y(0.56)}` +
    `C${at(1.2)} ${y(0.3)} ${at(0.98)} ${y(0.1)} ${at(0.4)} ${base}Z`
  )
}

export const flames: Flame[] = SHARES.map((share, i) => {
  const x = round(ART.first + ART.step * i)
  const height = round(46 + share * 16)
  const half = 18 + share * 0.5
  return {
    x,
    height,
    outer: tongue(x, height, half, ART.ground),
    inner: tongue(x, Math.max(22, height * 0.42), half * 0.52, ART.ground),
    tip: round(ART.ground - height),
  }
})

/** The curve of the year through the tips: a monotone-looking spline, no chart library needed. */
export const curve: string = (() => {
  const points = flames.map((f) => [f.x, f.tip - 16] as const)
  const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))] ?? ([0, 0] as const)
  const [startX, startY] = at(0)
  let path = `M${startX} ${round(startY)}`
  for (let i = 0; i < points.length - 1; i++) {
    const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const bend = 1 / 6
    path += `C${round(x1 + (x2 - x0) * bend)} ${round(y1 + (y2 - y0) * bend)} `
    path += `${round(x2 - (x3 - x1) * bend)} ${round(y2 - (y3 - y1) * bend)} ${x2} ${round(y2)}`
  }
  return path
})()
