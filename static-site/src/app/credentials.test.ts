import { describe, expect, it } from 'vitest'
import { checkAddress, checkCredentials, looksLikeLogin } from './credentials'

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

describe('a contact', () => {
  it('is of its own kind: a number is no e-mail and an e-mail no number', () => {
    expect(checkAddress('email', 'anna@mail.ru')).toBeUndefined()
    expect(checkAddress('email', '+7 912 345-67-89')).toBeTruthy()
    expect(checkAddress('phone', '8 912 345 67 89')).toBeUndefined()
    expect(checkAddress('phone', 'anna@mail.ru')).toBeTruthy()
  })
  it('left empty is missing, not misspelt', () => {
    expect(checkAddress('email', '  ')).not.toBe(checkAddress('email', 'anna'))
  })
})

describe('new credentials', () => {
  const good = { login: 'anna@mail.ru', password: 'parol', repeat: 'parol' }
  it('pass with five characters entered twice', () => {
    expect(checkCredentials(good)).toEqual({})
  })
  it('name every wrong field at once', () => {
    expect(Object.keys(checkCredentials({ login: '', password: '', repeat: '' }))).toEqual([
      'login',
      'password',
    ])
  })
  it('with a password that differs from its repetition are refused (R-022)', () => {
    expect(checkCredentials({ ...good, repeat: 'Parol' }).repeat).toBeTruthy()
  })
  it('count an emoji as one character', () => {
    expect(
      checkCredentials({ ...good, password: '🔥🔥🔥', repeat: '🔥🔥🔥' }).password,
    ).toBeTruthy()
    expect(checkCredentials({ ...good, password: '🔥🔥🔥🔥🔥', repeat: '🔥🔥🔥🔥🔥' })).toEqual({})
  })
  it('take 64 characters and not one more', () => {
    const long = 'a'.repeat(64)
    expect(checkCredentials({ ...good, password: long, repeat: long })).toEqual({})
    expect(
      checkCredentials({ ...good, password: `${long}a`, repeat: `${long}a` }).password,
    ).toBeTruthy()
  })
  it('do not have the login for a password', () => {
    expect(
      checkCredentials({ ...good, password: 'Anna@mail.ru', repeat: 'Anna@mail.ru' }).password,
    ).toBeTruthy()
  })
})
