// What every journey stands on: a page that fails on anything the console says, people who are already
// registered, and the post office that got their codes.

import AxeBuilder from '@axe-core/playwright'
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test'

export { expect }

type Message = { to: string; subject: string; text: string; code: string | null }

const headers = { 'x-lk-request': '1', 'sec-fetch-site': 'same-origin' }
export const PASSWORD = 'голубое-пламя-7'

let made = 0
/** A login nobody has used yet; no run of digits in it may pass for the number of a card. */
export function newLogin(): string {
  made += 1
  return `person-${process.pid}-${Date.now().toString(36)}-${made}@example.ru`
}

/** Messages to one address, newest first. */
export async function messages(request: APIRequestContext, to: string): Promise<Message[]> {
  const answer = await request.get(`/local/messages.json?to=${encodeURIComponent(to)}`)
  expect(answer.ok()).toBe(true)
  return await answer.json()
}

/** The newest code sent to an address. */
export async function codeFor(request: APIRequestContext, to: string): Promise<string> {
  let code: string | null = null
  await expect
    .poll(async () => {
      code = (await messages(request, to)).find((message) => message.code)?.code ?? null
      return code
    })
    .not.toBeNull()
  return code ?? ''
}

/** The codes sent to one address so far. */
export const codes = async (page: Page, to: string) =>
  (await messages(page.request, to)).filter((message) => message.code)

/** The code that came after so many others. */
export async function nextCode(page: Page, to: string, before: number): Promise<string> {
  await expect.poll(async () => (await codes(page, to)).length).toBeGreaterThan(before)
  return await codeFor(page.request, to)
}

/** The bank's test card that pays after its code. */
export const GOOD_CARD = '2200000000000004'

/** The bank's own page: its card form. */
export async function typeCard(page: Page, number: string, button = 'Оплатить') {
  await page.locator('#number').fill(number)
  await page.locator('#expiry').fill('12/30')
  await page.locator('#cvc').fill('123')
  await page.getByRole('button', { name: button }).click()
}

/** …and its 3-D Secure. */
export async function confirmAtBank(page: Page) {
  await page.locator('#code').fill('1234')
  await page.getByRole('button', { name: 'Ок' }).click()
}

async function call(page: Page, method: 'post' | 'put', path: string, data: unknown) {
  const answer = await page.request[method](path, { headers, data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return answer.status() === 204 ? null : await answer.json()
}

/** Registers without the screens and leaves the browser signed in; `consent` accepts the text too. */
export async function registered(page: Page, { consent = true } = {}): Promise<string> {
  const login = newLogin()
  const flow = await call(page, 'post', '/api/registrations', { login, password: PASSWORD })
  const code = await codeFor(page.request, login)
  await call(page, 'post', `/api/registrations/${flow.id}/confirmation`, { code })
  if (consent) {
    const text = await (await page.request.get('/api/consent')).json()
    await call(page, 'put', '/api/consent', { version: text.version })
  }
  return login
}

/** Signs in without the screens: another visit of somebody who is registered. */
export async function signedIn(page: Page, login: string, password = PASSWORD) {
  await call(page, 'post', '/api/session', { login, password })
}

export type DemoAccount = {
  company: string
  number: string
  meter_serial?: string | null
  last_charge?: number | null
}

/** Links a demo account without the screens. */
export async function linked(page: Page, account: DemoAccount, extended = false): Promise<string> {
  const { company, number } = account
  const link = await call(page, 'post', '/api/accounts', { company, number })
  if (extended) {
    await call(page, 'post', `/api/accounts/${link.id}/extension`, {
      question: 'meter_serial',
      answer: account.meter_serial,
    })
  }
  return link.id
}

/** Accounts of the demo with what unlocks them. */
export async function demoAccounts(page: Page): Promise<DemoAccount[]> {
  const answer = await page.request.get('/local/accounts.json')
  expect(answer.ok()).toBe(true)
  return await answer.json()
}

export async function demoAccount(page: Page, number: string): Promise<DemoAccount> {
  const account = (await demoAccounts(page)).find((one) => one.number === number)
  if (!account) throw new Error(`${number} is not in the demo`)
  return account
}

/** Somebody new with this account; its id. */
export async function holder(page: Page, number: string, extended = false): Promise<string> {
  const account = await demoAccount(page, number)
  await registered(page)
  return await linked(page, account, extended)
}

/** Nothing for a screen reader or a colour-blind eye to stumble over. */
export async function accessible(page: Page) {
  // Colours in the middle of a transition are nobody's colours; what never ends is decoration.
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity)
    return Promise.all(ending.map((a) => a.finished.catch(() => null)))
  })
  const found = await new AxeBuilder({ page }).analyze()
  const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)
  expect(told).toEqual([])
}

/** Nothing hangs out to the right: the page does not scroll sideways. */
export async function fits(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over).toBeLessThanOrEqual(0)
}

/** Refusals that a journey provokes; the browser itself reports each as an error of the console. */
export type Expected = { refusals: number[] }

export const test = base.extend<{ expected: Expected }>({
  // biome-ignore lint/correctness/noEmptyPattern: the form that the test runner asks for
  expected: async ({}, use) => {
    await use({ refusals: [] })
  },
  page: async ({ page, expected }, use) => {
    const said: string[] = []
    page.on('pageerror', (error) => said.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return
      // Our own setting: a worker would answer from its cache what a test wants to see on the wire.
      if (message.text().includes('Service Worker registration blocked')) return
      const refusal = /status of (\d{3})/.exec(message.text())
      // Nobody is signed in yet: that is how the page finds out.
      const asked = refusal && message.location().url.endsWith('/api/session') && refusal[1] === '401'
      if (asked || (refusal && expected.refusals.includes(Number(refusal[1])))) return
      said.push(`${message.type()}: ${message.text()}`)
    })
    await use(page)
    expect(said).toEqual([])
  },
})
