import { beforeEach, describe, expect, it } from 'vitest'
import type { LinkedAccount, Session } from '../api'
import { guard, home, returnPath } from './guard'
import { matchRoute } from './routes'
import { session } from './session.svelte'

const account: LinkedAccount = {
  id: 'sever-33016355',
  company: 'sever',
  company_name: 'ООО «Северогаз Регион»',
  number: '33016355',
  level: 'limited',
  linked_at: '2026-11-20T10:00:00Z',
  extension_questions: ['meter_serial'],
  pin_requests: false,
}
const signedIn = (consent: boolean, accounts: LinkedAccount[]): Session => ({
  user: 'U',
  login: 'anna@mail.ru',
  consent: { required: !consent, version: '1' },
  idle_seconds: 1800,
  accounts,
  max_accounts: 3,
  guide: { skipped: false, seen: [] },
})
const asked = (path: string) => {
  history.replaceState(null, '', path)
  return guard(matchRoute(location.pathname))
}

beforeEach(() => session.closed())

describe('a stranger', () => {
  it('may sign in and register', () => {
    expect(asked('/')).toBeNull()
    expect(asked('/register')).toBeNull()
  })
  it('signs in first, and the page asked for is remembered', () => {
    expect(asked('/settings?x=1')).toBe('/?next=%2Fsettings%3Fx%3D1')
  })
})

describe('a signed-in person', () => {
  it('without consent sees nothing before the consent', () => {
    session.opened(signedIn(false, [account]))
    expect(asked('/settings')).toBe('/welcome')
    expect(asked('/welcome')).toBeNull()
  })
  it('without accounts starts at the choice', () => {
    session.opened(signedIn(true, []))
    expect(home()).toBe('/welcome')
    expect(asked('/accounts/link')).toBeNull()
  })
  it('does not meet the sign-in form again', () => {
    session.opened(signedIn(true, [account]))
    expect(asked('/')).toBe('/accounts/sever-33016355')
    expect(asked('/?next=%2Fsettings')).toBe('/settings')
  })
})

it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'never goes on to «%s»',
  (next) => {
    history.replaceState(null, '', `/?next=${encodeURIComponent(next)}`)
    expect(returnPath()).toBeNull()
  },
)
