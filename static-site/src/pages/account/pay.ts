/** The arithmetic and the protocol of «Оплата услуг» (manual 4.3.1.4; R-065…R-068, C-09). */
import { formatAmount, parseMoney } from '$texts/format'
import t from '$texts/pay'
import {
  type AccountPage,
  ApiError,
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

export type Check = { fields: Record<string, string>; message: string | null }

/** The message at each amount, and the one of the sum as a whole. */
export function check(all: Line[], limits: AccountPage['payments_limits']): Check {
  const fields: Record<string, string> = {}
  for (const { on, amount, service } of all) {
    if (!on) continue
    if (amount === null) fields[service.code] = t.wrongAmount
    else if (amount === 0) fields[service.code] = t.zeroAmount
  }
  if (!all.some((line) => line.on)) return { fields, message: t.nothing }
  return { fields, message: limitMessage(total(all), limits) }
}

export function limitMessage(sum: Kopecks, limits: AccountPage['payments_limits']): string | null {
  if (sum < limits.min) return t.belowMinimum(limits.min)
  return sum > limits.max ? t.aboveMaximum(limits.max) : null
}

/** Only flagged services, as the server wants them. */
export const toPay = (all: Line[]): { service: string; amount: Kopecks }[] =>
  all.flatMap((line) =>
    line.on && line.amount ? [{ service: line.service.code, amount: line.amount }] : [],
  )

const PAUSES = [700, 1500, 3000, 5000]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Starts a payment; «the same request is being carried out» is waited out under the same key. */
export async function startPayment(
  account: string,
  body: Parameters<typeof api.pay>[1],
  key: string,
  wait = pause,
): Promise<Payment> {
  for (const ms of PAUSES) {
    try {
      return await api.pay(account, body, key)
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'request_in_progress') throw error
      await wait(ms)
    }
  }
  return api.pay(account, body, key)
}

/** The unfinished payment a refusal named; the server may name it by its id alone. */
export async function openPayment(error: ApiError): Promise<Payment | null> {
  const named = error.details.payment
  if (typeof named === 'object' && named !== null && 'id' in named) return named as Payment
  if (typeof named !== 'string') return null
  return api.payment(named).catch(() => null)
}
