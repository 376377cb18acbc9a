/**
 * How far a person is on the first visit (R-016…R-018): what is done is seen in the data itself; `seen` of the profile
 * adds what was passed over, and what the data tell no longer.
 */
import type { AccountPage, Guide, Session } from '../../api'

export const steps = ['consent', 'link', 'extend', 'reading', 'notices'] as const

export type Step = (typeof steps)[number]

type Facts = {
  user: Pick<Session, 'consent' | 'accounts'>
  guide: Guide
  /** The account on the screen, if one is. */
  page?: AccountPage | null
}

export type Progress = {
  list: { step: Step; done: boolean }[]
  /** The first step that is not done; `null`: all are. */
  next: Step | null
  done: number
}

export function progress({ user, guide, page = null }: Facts): Progress {
  const list = steps
    .filter((step) => possible(step, page))
    .map((step) => ({ step, done: guide.seen.includes(step) || isDone(step, user, page) }))
  return {
    list,
    next: list.find((one) => !one.done)?.step ?? null,
    done: list.filter((one) => one.done).length,
  }
}

/** The data alone say that a step was taken. */
export function isDone(step: Step, user: Facts['user'], page: AccountPage | null): boolean {
  switch (step) {
    case 'consent':
      return !user.consent.required
    case 'link':
      return user.accounts.length > 0
    case 'extend':
      return user.accounts.some((account) => account.level === 'extended')
    case 'reading':
      return page !== null && hasSent(page)
    case 'notices':
      return false
  }
}

/** Through the portal, since the account is this person's: what was sent before is somebody else's first reading. */
const hasSent = ({ account, meters }: AccountPage): boolean =>
  meters.some(
    ({ last_reading: last }) =>
      last?.source === 'portal' && last.date >= account.linked_at.slice(0, 10),
  )

/** A step that this account cannot take is none: no question to answer, no meter to read. */
function possible(step: Step, page: AccountPage | null): boolean {
  if (!page) return true
  if (step === 'extend')
    return page.account.level === 'extended' || page.account.extension_questions.length > 0
  if (step === 'reading')
    return page.can.send_readings && page.meters.some((meter) => meter.accepts_readings)
  return true
}
