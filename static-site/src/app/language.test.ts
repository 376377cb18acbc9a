import { afterEach, describe, expect, it } from 'vitest'
import { choice, language } from './language'

afterEach(() => document.documentElement.removeAttribute('lang'))

describe('the language of the page', () => {
  it('is what its build wrote into it, and Russian otherwise', () => {
    expect(language()).toBe('ru')
    document.documentElement.lang = 'en'
    expect(language()).toBe('en')
  })
})

describe('the cookie of the choice', () => {
  it('is for the whole site and lasts a year', () => {
    expect(choice('en', false)).toBe('lang=en; Path=/; Max-Age=31536000; SameSite=Lax')
  })
  it('does not leave an encrypted connection', () => {
    expect(choice('ru', true)).toMatch(/^lang=ru; .*; Secure$/)
  })
})
