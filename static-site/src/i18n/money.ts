const PLAIN = /^(\d{1,9})(?:[.,](\d{1,2}))?$/
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3}){1,2}\.\d{2}$/

/**
 * What a person types as a sum, whatever the language → kopecks; `null` if it is not one. Spaces of any kind, a
 * comma or a point, at most two digits after it; no floats on the way. «1,284.50» is what the English page writes
 * itself and may stand in a draft when the language changes.
 */
export function readMoney(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f]|₽|руб\.?|roubles?/gi, '')
  const match = PLAIN.exec(GROUPED.test(bare) ? bare.replaceAll(',', '') : bare)
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
