/** Which ends of a strip that scrolls sideways hide something. A pixel is no hidden tab: sizes are fractions. */
export function hiddenSides({
  scrollLeft,
  scrollWidth,
  clientWidth,
}: Pick<Element, 'scrollLeft' | 'scrollWidth' | 'clientWidth'>): {
  before: boolean
  after: boolean
} {
  return { before: scrollLeft > 2, after: scrollLeft + clientWidth < scrollWidth - 2 }
}
