/** Finding in a list as people type: case, ё, quotes and keyboard slips of spacing do not matter. */

export const simplify = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[«»"'„“.,()-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Every typed word begins some word of the text. */
export function matches(text: string, query: string): boolean {
  const words = simplify(text).split(' ')
  return simplify(query)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)))
}
