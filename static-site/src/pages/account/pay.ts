/** The arithmetic of «Оплата услуг» (manual 4.3.1.4; R-065…R-068, C-09). */
import { formatAmount, parseMoney } from '$texts/format'
import t from '$texts/pay'
import {
  type AccountPage,
  type ApiError,
  api,
  type Kopecks,
  type Payment,
  type Service,
} from '../../api'

/** What the person changed; what they did not touch follows the debt of the day. */
export type Choice = { on?: boolean; text?: string }
export type Line = { service: Service; on: boolean; text: string; amount: Kopecks | null }

const debt = (service: Service) => Math.max(0, -service.balance)

/** Every payable service with its flag and amount: a debt is flagged and filled in. */
export function lines(services: Service[], choices: Record<string, Choice>): Line[] {
  return services
    .filter((service) => service.payable)
    .map((service) => {
      const owed = debt(service)
      const choice = choices[service.code] ?? {}
      const text = choice.text ?? (owed > 0 ? formatAmount(owed) : '')
      return { service, on: choice.on ?? owed > 0, text, amount: parseMoney(text) }
    })
}

export const total = (all: Line[]): Kopecks =>
  all.reduce((sum, line) => sum + (line.on ? (line.amount ?? 0) : 0), 0)

/** What goes to one organisation: a payment has one receiver, so several make several payments. */
export type Part = { id: string; payee: string; lines: Line[]; amount: Kopecks }

const byPayee = (all: Line[]): Part[] => {
  const parts = new Map<string, Part>()
  for (const line of all) {
    const { id, name } = line.service.payee
    const part = parts.get(id) ?? { id, payee: name, lines: [], amount: 0 }
    part.lines.push(line)
    part.amount += line.on ? (line.amount ?? 0) : 0
    parts.set(id, part)
  }
  return [...parts.values()]
}

/** Every payable service under the organisation it is paid to. */
export const groups = byPayee

/** The payments that the flagged services make, in the order they are paid. */
export const parts = (all: Line[]): Part[] => byPayee(all.filter((line) => line.on))

export type Check = { fields: Record<string, string>; message: string | null }

/** The message at each amount, and the one of the sum as a whole. */
export function check(all: Line[], limits: AccountPage['payments_limits']): Check {
  const fields: Record<string, string> = {}
  for (const { on, amount, service } of all) {
    if (!on) continue
    if (amount === null) fields[service.code] = t.wrongAmount
    else if (amount === 0) fields[service.code] = t.zeroAmount
  }
  const paid = parts(all)
  if (paid.length === 0) return { fields, message: t.nothing }
  return { fields, message: limitsMessage(paid, limits) }
}

/** The limits are those of one payment; among several the message names which. */
export function limitsMessage(paid: Part[], limits: AccountPage['payments_limits']): string | null {
  for (const { payee, amount } of paid) {
    const message = limitMessage(amount, limits)
    if (message) return paid.length > 1 ? t.parts.message(payee, message) : message
  }
  return null
}

function limitMessage(sum: Kopecks, limits: AccountPage['payments_limits']): string | null {
  if (sum < limits.min) return t.belowMinimum(limits.min)
  return sum > limits.max ? t.aboveMaximum(limits.max) : null
}

/** Only flagged services, as the server wants them. */
export const toPay = (all: Line[]): { service: string; amount: Kopecks }[] =>
  all.flatMap((line) =>
    line.on && line.amount ? [{ service: line.service.code, amount: line.amount }] : [],
  )

/** The unfinished payment a refusal named; the server may name it by its id alone. */
export async function openPayment(error: ApiError): Promise<Payment | null> {
  const named = error.details.payment
  if (typeof named === 'object' && named !== null && 'id' in named) return named as Payment
  if (typeof named !== 'string') return null
  return api.payment(named).catch(() => null)
}
