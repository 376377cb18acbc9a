/** The language of the pages: a build each, chosen by the server by a cookie that is no secret. */

export type Language = 'ru' | 'en'

const YEAR = 60 * 60 * 24 * 365

/** The language of the page that is open: its build wrote it into the page. */
export function language(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'ru'
}

/** What the cookie of a choice says; `secure` where the site is served so. */
export function choice(to: Language, secure: boolean): string {
  return `lang=${to}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** Opens this very page in another language; drafts are kept as over any reload. */
export function speak(to: Language): void {
  // The Cookie Store API is missing in Firefox 120 and Safari 17.5, the oldest browsers of the site.
  // biome-ignore lint/suspicious/noDocumentCookie: see above
  document.cookie = choice(to, location.protocol === 'https:')
  location.reload()
}
