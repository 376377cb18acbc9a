// Takes a picture of every screen, light and dark, phone and desktop: `npm run screens` with the portal running.
// Not a test: pictures are for looking at, and a few of them stand in README.md.

import type { Page } from '@playwright/test'
import { demoAccounts, linked, registered, test } from './support/portal'

const folder = process.env.SCREENS ?? 'screens'
const themes = ['light', 'dark'] as const

async function shoot(page: Page, name: string, full = true) {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(250)
    const size = (page.viewportSize()?.width ?? 0) < 500 ? 'phone' : 'desktop'
    await page.screenshot({ path: `${folder}/${name}-${size}-${theme}.png`, fullPage: full })
  }
}

test('before signing in', async ({ page }) => {
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'sign-in', false)
  await page.goto('/register')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'register', false)
})

test('the first visit', async ({ page }) => {
  await registered(page, { consent: false })
  await page.goto('/welcome')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'welcome', false)
  await page.getByRole('button', { name: 'Хорошо' }).click()
  await page.waitForLoadState('networkidle')
  await shoot(page, 'consent', false)
  await page.getByRole('button', { name: 'Я согласен' }).click()
  await page.waitForTimeout(300)
  await page.goto('/accounts/link')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'link-company', false)
  await page.goto('/accounts/link?company=sever')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'link-number', false)
})

test('the account, limited and extended', async ({ page }) => {
  const demo = await demoAccounts(page)
  const manual = demo.find((account) => account.number === '33016355')
  if (!manual) throw new Error('the account of the manual is not in the demo')
  await registered(page)
  const limited = await linked(page, manual)
  await page.goto(`/accounts/${limited}`)
  await page.waitForLoadState('networkidle')
  await shoot(page, 'account-limited')
  await page.goto('/settings')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'settings')
})

test('the extended account', async ({ page }) => {
  const demo = await demoAccounts(page)
  const manual = demo.find((account) => account.number === '33016355')
  if (!manual) throw new Error('the account of the manual is not in the demo')
  await registered(page)
  const id = await linked(page, manual, true)
  for (const section of ['services', 'meters', 'payments']) {
    await page.goto(`/accounts/${id}/${section}`)
    await page.waitForLoadState('networkidle')
    await shoot(page, `account-${section}`)
  }
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  await page.waitForTimeout(400)
  await shoot(page, 'readings', false)
  await page.goto(`/accounts/${id}/services`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  await page.waitForTimeout(400)
  await shoot(page, 'pay', false)
})
