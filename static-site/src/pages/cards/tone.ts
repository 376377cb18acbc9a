/** The family of colours a card is drawn in. */
export type Tone = 'mir' | 'visa' | 'mastercard' | 'other'

export function tone(type: string): Tone {
  const name = type.toLowerCase()
  if (name === 'mir' || name === 'visa') return name
  return name === 'mastercard' || name === 'maestro' ? 'mastercard' : 'other'
}
