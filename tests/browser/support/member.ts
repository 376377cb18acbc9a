// Somebody who has been here for a while: signed in, the manual's account extended, a neighbour's limited. Made once
// for all journeys of a worker, since registrations of one address are limited.

import type { Page } from '@playwright/test'
import { demoAccounts, expect, linked, registered, test as base } from './portal'

export { accessible, fits, PASSWORD } from './portal'
export { expect }

export type Member = {
  login: string
  /** Of 33016355, the account of the manual. */
  extended: string
  /** Of 33010514: two services, a debt. */
  limited: string
  state: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>
}

export const test = base.extend<object, { member: Member }>({
  member: [
    async ({ browser }, use, info) => {
      const { baseURL } = info.project.use
      const context = await browser.newContext({ baseURL })
      const page = await context.newPage()
      const login = await registered(page)
      const accounts = await demoAccounts(page)
      const account = (number: string) => {
        const found = accounts.find((one) => one.number === number)
        if (!found) throw new Error(`${number} is not in the demo`)
        return found
      }
      const extended = await linked(page, account('33016355'), true)
      const limited = await linked(page, account('33010514'))
      const state = await context.storageState()
      await context.close()
      await use({ login, extended, limited, state })
    },
    { scope: 'worker' },
  ],
  storageState: async ({ member }, use) => {
    await use(member.state)
  },
})

/** Detaches an account again: others of the same worker find two accounts, as they were made. */
export async function unlinked(page: Page, id: string) {
  const headers = { 'x-lk-request': '1', 'sec-fetch-site': 'same-origin' }
  const answer = await page.request.delete(`/api/accounts/${id}`, { headers })
  expect(answer.status()).toBe(204)
}
