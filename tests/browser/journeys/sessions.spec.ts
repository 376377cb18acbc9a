// Security row 33: where the portal is open, and closing it there.

import type { Browser } from '@playwright/test'
import { accessible, expect, fits, registered, signedIn, test } from '../support/portal'

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'
const DESK = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

async function device(browser: Browser, userAgent: string, login: string) {
  const context = await browser.newContext({ userAgent })
  const page = await context.newPage()
  await signedIn(page, login)
  return page
}

test('sessions show their devices; one is ended, then all the others', async ({ page, browser }) => {
  const login = await registered(page)
  const phone = await device(browser, PHONE, login)
  const desk = await device(browser, DESK, login)
  const third = await device(browser, DESK, login)

  await page.goto('/settings/security')
  await expect(page.getByText('Это устройство')).toBeVisible()
  await expect(page.getByText(/Safari · iPhone/)).toBeVisible()
  await expect(page.getByText(/Firefox · Windows/)).toHaveCount(2)
  await accessible(page)
  await fits(page)

  await page.getByRole('button', { name: /Завершить сеанс: Safari/ }).click()
  await expect(page.getByText('Сеанс завершён')).toBeVisible()
  await expect(page.getByText(/Safari · iPhone/)).toHaveCount(0)
  expect((await phone.request.get('/api/session')).status()).toBe(401)
  expect((await desk.request.get('/api/session')).status()).toBe(200)

  await page.getByRole('button', { name: 'Завершить все остальные' }).click()
  await expect(page.getByText('На других устройствах кабинет не открыт.')).toBeVisible()
  for (const one of [desk, third]) {
    expect((await one.request.get('/api/session')).status()).toBe(401)
  }
  expect((await page.request.get('/api/session')).status()).toBe(200)
  await accessible(page)
  for (const one of [phone, desk, third]) await one.context().close()
})
