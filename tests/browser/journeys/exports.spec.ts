// «Скачать»: settlements, readings and payments as CSV and XLSX.

import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { accessible, expect, fits, PASSWORD, test } from '../support/member'

async function download(page: Page, format: 'CSV' | 'XLSX') {
  await page.getByRole('button', { name: 'Скачать' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: new RegExp(`^${format}`) }).click(),
  ])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

for (const section of ['settlements', 'meters', 'payments']) {
  test(`«${section}» is saved in both formats under a name of its own`, async ({ page, member }) => {
    await page.goto(`/accounts/${member.extended}/${section}`)
    const csv = await download(page, 'CSV')
    expect(csv.name).toMatch(/33016355.*\.csv$/)
    expect(csv.bytes.toString('utf8')).toContain(';')
    const xlsx = await download(page, 'XLSX')
    expect(xlsx.name).toMatch(/33016355.*\.xlsx$/)
    expect(xlsx.bytes.subarray(0, 2).toString()).toBe('PK')
  })
}

test('the menu opens with the keyboard, closes with Esc, and stays on the screen', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/settlements`)
  const button = page.getByRole('button', { name: 'Скачать' })
  await button.press('Enter')
  await expect(page.getByRole('link', { name: /^XLSX/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('link', { name: /^CSV/ })).toBeFocused()
  await expect(page.getByRole('link', { name: /^CSV/ })).toBeInViewport({ ratio: 1 })
  await accessible(page)
  await fits(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('link', { name: /^CSV/ })).toHaveCount(0)
  await expect(button).toBeFocused()
})

test('a session that ended asks for the password, then the file is saved', async ({ page, member, expected }) => {
  expected.refusals.push(401)
  await page.goto(`/accounts/${member.extended}/settlements`)
  await expect(page.getByText('Начислено за год')).toBeVisible()
  await page.context().clearCookies({ name: '__Host-sid' })
  await page.getByRole('button', { name: 'Скачать' }).click()
  const saved = page.waitForEvent('download')
  await page.getByRole('link', { name: /^CSV/ }).click()
  await expect(page.getByText('Сеанс завершен')).toBeVisible()
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Войти' }).click()
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/)
})

test('a file that is refused is told of on the page', async ({ page, member, expected }) => {
  expected.refusals.push(503)
  await page.route('**/exports/*', (route) => route.fulfill({ status: 503, body: '' }))
  await page.goto(`/accounts/${member.extended}/payments`)
  await page.getByRole('button', { name: 'Скачать' }).click()
  await page.getByRole('link', { name: /^XLSX/ }).click()
  await expect(page.getByText(/Файл не скачан/)).toBeVisible()
  await accessible(page)
})
