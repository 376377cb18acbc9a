import { describe, expect, it } from 'vitest'
import { checkRegistration, looksLikeLogin, running } from './register'

describe('a login', () => {
  it.each([
    '+7 912 345-67-89',
    '89123456789',
    '9123456789',
    '8 (912) 345 67 89',
    ' anna@mail.ru ',
    'имя@почта.рф',
  ])('may be «%s»', (login) => expect(looksLikeLogin(login)).toBe(true))
  it.each([
    '',
    'anna',
    'anna@',
    'anna@mail',
    '12345',
    '+7 495 123-45-67',
    'a b@mail.ru',
    '+1 912 345 67 89',
  ])('may not be «%s»', (login) => expect(looksLikeLogin(login)).toBe(false))
})

describe('a registration', () => {
  const good = { login: 'anna@mail.ru', password: 'parol', repeat: 'parol' }
  it('passes with five characters entered twice', () => {
    expect(checkRegistration(good)).toEqual({})
  })
  it('names every wrong field at once', () => {
    expect(Object.keys(checkRegistration({ login: '', password: '', repeat: '' }))).toEqual([
      'login',
      'password',
    ])
  })
  it('refuses a password that differs from its repetition', () => {
    expect(checkRegistration({ ...good, repeat: 'Parol' }).repeat).toBeTruthy()
  })
  it('counts an emoji as one character', () => {
    expect(
      checkRegistration({ ...good, password: '🔥🔥🔥', repeat: '🔥🔥🔥' }).password,
    ).toBeTruthy()
    expect(checkRegistration({ ...good, password: '🔥🔥🔥🔥🔥', repeat: '🔥🔥🔥🔥🔥' })).toEqual({})
  })
  it('takes 64 characters and not one more', () => {
    const long = 'a'.repeat(64)
    expect(checkRegistration({ ...good, password: long, repeat: long })).toEqual({})
    expect(
      checkRegistration({ ...good, password: `${long}a`, repeat: `${long}a` }).password,
    ).toBeTruthy()
  })
  it('refuses the login as the password', () => {
    expect(
      checkRegistration({ ...good, password: 'Anna@mail.ru', repeat: 'Anna@mail.ru' }).password,
    ).toBeTruthy()
  })
})

it('a flow counts on after a reload: it keeps moments, not seconds left', () => {
  const flow = {
    id: 'F',
    channel: 'email',
    sent_to: 'a**@mail.ru',
    expires_in: 160,
    resend_in: 115,
    code_length: 6,
  } as const
  expect(running(flow, 1000)).toMatchObject({ expiresAt: 161_000, resendAt: 116_000, id: 'F' })
})
