import { describe, expect, it } from 'vitest'
import { checkRequest, NAME_MAX, prefilled } from './pin'

const request = { name: 'Иванов Иван Иванович', email: 'ivanov@mail.ru', phone: '' }

describe('a request for a PIN (R-181)', () => {
  it('with a name and one contact is sent', () => {
    expect(checkRequest(request)).toEqual({})
    expect(checkRequest({ ...request, email: '', phone: '8 (912) 345-67-89' })).toEqual({})
  })
  it('without either contact is told so once', () => {
    const errors = checkRequest({ ...request, email: ' ' })
    expect(Object.keys(errors)).toEqual(['email'])
  })
  it('tells every wrong field at once', () => {
    const errors = checkRequest({ name: ' ', email: 'ivanov@', phone: '123456789' })
    expect(Object.keys(errors)).toEqual(['name', 'email', 'phone'])
  })
  it('with a name too long is told the limit', () => {
    expect(checkRequest({ ...request, name: 'я'.repeat(NAME_MAX + 1) }).name).toContain('120')
    expect(checkRequest({ ...request, name: 'я'.repeat(NAME_MAX) })).toEqual({})
  })
  it('begins with the contact that the person signs in with', () => {
    expect(prefilled('anna@mail.ru')).toMatchObject({ email: 'anna@mail.ru', phone: '' })
    expect(prefilled('+79123456789')).toMatchObject({ email: '', phone: '+79123456789' })
  })
})
