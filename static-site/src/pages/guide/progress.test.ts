import { describe, expect, it } from 'vitest'
import type { AccountPage, Guide, LinkedAccount } from '../../api'
import { progress } from './progress'

const account = (level: LinkedAccount['level']): LinkedAccount => ({
  id: 'sever-33016355',
  company: 'sever',
  company_name: 'ООО «Северогаз Регион»',
  number: '33016355',
  level,
  linked_at: '2026-11-20T10:00:00Z',
  extension_questions: level === 'limited' ? ['meter_serial'] : [],
  pin_requests: false,
})
const guide = (...seen: Guide['seen']): Guide => ({ skipped: false, seen })
const user = (required: boolean, ...accounts: LinkedAccount[]) => ({
  consent: { required, version: '1' },
  accounts,
})
const meter = (source: string | null, accepts_readings = true, date = '2026-11-21') => ({
  accepts_readings,
  last_reading: source === null ? null : { source, date },
})
const page = (of: LinkedAccount, ...meters: object[]) =>
  ({ account: of, can: { send_readings: true }, meters }) as unknown as AccountPage

describe('the guide', () => {
  it('begins with the consent and goes on to an account (R-017, R-018)', () => {
    expect(progress({ user: user(true), guide: guide() })).toMatchObject({
      next: 'consent',
      done: 0,
    })
    expect(progress({ user: user(false), guide: guide() }).next).toBe('link')
  })

  it('sees in the data that the extended version is there and a reading was sent', () => {
    const limited = account('limited')
    const extended = account('extended')
    const next = (of: LinkedAccount, ...meters: object[]) =>
      progress({ user: user(false, of), guide: guide(), page: page(of, ...meters) }).next
    expect(next(limited, meter(null))).toBe('extend')
    expect(next(extended, meter('company'))).toBe('reading')
    expect(next(extended, meter('portal'))).toBe('notices')
    // Sent by whoever had the account before.
    expect(next(extended, meter('portal', true, '2026-10-20'))).toBe('reading')
  })

  it('goes on after a step that was passed over', () => {
    const of = account('limited')
    const facts = { user: user(false, of), page: page(of, meter(null)) }
    expect(progress({ ...facts, guide: guide('extend') }).next).toBe('reading')
    expect(progress({ ...facts, guide: guide('extend', 'reading', 'notices') })).toMatchObject({
      next: null,
      done: 5,
    })
  })

  it('does not ask for what this account cannot do', () => {
    const of = { ...account('limited'), extension_questions: [] }
    const { list } = progress({
      user: user(false, of),
      guide: guide(),
      page: page(of, meter(null, false)),
    })
    expect(list.map((one) => one.step)).toEqual(['consent', 'link', 'notices'])
  })
})
