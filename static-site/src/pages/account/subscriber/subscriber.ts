/** The lines of «Карточка абонента»: what every account has, then what its company tells of it. */
import t from '$texts/subscriber'
import type { CardLine, Subscriber } from '../../../api'

export function cardLines(subscriber: Subscriber): CardLine[] {
  const own: [string, string | null | undefined][] = [
    [t.number, subscriber.number],
    [t.unified, subscriber.unified],
    [t.holder, subscriber.holder],
    [t.address, subscriber.address],
  ]
  const lines = own.flatMap(([name, value]) => (value ? [{ name, value }] : []))
  // A company may repeat number and address among its parameters: once is enough.
  const known = new Set(lines.map((line) => line.value))
  return [
    ...lines,
    ...subscriber.parameters.filter((p) => !(isIdentity(p.name) && known.has(p.value))),
  ]
}

const isIdentity = (name: string) => /^(номер )?лицев|адрес|абонент/i.test(name.trim())
