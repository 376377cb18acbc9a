/** Finding in a list as people type: case, ё, quotes and keyboard slips of spacing do not matter. */

export const simplify = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[«»"'„“.,()-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** From «а» to «я», as street signs write them. */
const LATIN = 'a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya'.split(' ')

/** «север» → «sever»: whoever reads the page in English has no Russian keyboard. */
const latin = (text: string): string =>
  text.replace(/[а-я]/g, (letter) => LATIN[letter.charCodeAt(0) - 0x430]?.replace('-', '') ?? '')

/** Every typed word begins some word of the text, in its own letters or in Latin ones. */
export function matches(text: string, query: string): boolean {
  const plain = simplify(text)
  const words = `${plain} ${latin(plain)}`.split(' ')
  return simplify(query)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)))
}
