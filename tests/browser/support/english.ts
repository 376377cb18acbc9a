// What an English page may say in Russian: the companies' own data, and what is marked as Russian.

import { expect, type Page } from '@playwright/test'

const RUSSIAN = /[а-яё]/i
/** What the server says to a person in Russian: the page has English words for the code instead. */
const SPOKEN = new Set(['title', 'message', 'advice'])

/** The language switch as a person's browser keeps it. */
export async function inEnglish(page: Page, portal: string) {
  await page.context().addCookies([{ name: 'lang', value: 'en', url: portal }])
}

/** Remembers every Russian word of data that the API has given to a page. */
export class CompanyData {
  #strings = new Set<string>()

  constructor(page: Page) {
    page.on('response', async (response) => {
      if (!response.url().includes('/api/')) return
      const json = await response.json().catch(() => null)
      this.#note(json)
    })
  }

  #note(value: unknown, key = '') {
    if (typeof value === 'string') {
      if (RUSSIAN.test(value) && !SPOKEN.has(key)) this.#strings.add(value.trim())
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) this.#note(inner, Array.isArray(value) ? key : name)
    }
  }

  /** A text without the data in it; longest names first, for one may hold another. */
  #without(text: string): string {
    const known = [...this.#strings].sort((a, b) => b.length - a.length)
    return known.reduce((left, name) => left.replaceAll(name, ' '), text)
  }

  /** Everything a person sees or hears on the page is English, but for the data. */
  async elseEnglish(page: Page) {
    const told = await page.evaluate(() => {
      const names = ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']
      const found: string[] = [document.title]
      const walk = (node: Element) => {
        if (node.matches('script, style, noscript, .blocked') || node.getAttribute('lang') === 'ru') return
        for (const name of names) found.push(node.getAttribute(name) ?? '')
        for (const inner of node.childNodes) {
          if (inner instanceof Text) found.push(inner.data)
          else if (inner instanceof Element) walk(inner)
        }
      }
      walk(document.body)
      return found.filter((text) => text.trim() !== '')
    })
    expect(told.length).toBeGreaterThan(3)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    const russian = told.filter((text) => RUSSIAN.test(this.#without(text)))
    expect(russian, page.url()).toEqual([])
  }
}
