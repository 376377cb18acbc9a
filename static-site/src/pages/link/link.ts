/** Rules of an account number and of the answer to a control question. */
import t from '$texts/link'
import type { Company, ExtensionQuestion } from '../../api'

/** Spaces and hyphens are how people read a number out; everything else is theirs to mend. */
export const cleanNumber = (text: string): string => text.replace(/[\s\u00a0-]/g, '')

export function checkNumber(
  text: string,
  { min_digits, max_digits }: Pick<Company, 'min_digits' | 'max_digits'>,
): string | undefined {
  const number = cleanNumber(text)
  if (!number) return t.number.missing
  if (!/^[0-9]+$/.test(number)) return t.number.onlyDigits
  if (number.length > max_digits) return t.number.tooLong(max_digits)
  if (number.length < min_digits) return t.number.tooShort(min_digits)
  return undefined
}

export function checkAnswer(question: ExtensionQuestion, answer: string): string | undefined {
  if (!answer.trim()) return t.extend.missing
  if (question === 'last_charge' && !/^[0-9]+$/.test(cleanNumber(answer))) return t.extend.kopecks
  return undefined
}
