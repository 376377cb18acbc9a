/** Hue of the family of colours that a card is drawn in, degrees: nobody's trade mark. */
export function hue(type: string): number {
  switch (type.toLowerCase()) {
    case 'mir':
      return 165
    case 'visa':
      return 262
    case 'mastercard':
    case 'maestro':
      return 35
    default:
      return 292
  }
}
