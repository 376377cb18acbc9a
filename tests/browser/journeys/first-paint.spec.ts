// What is on the screen before any script has run: pages come with their first screen, and none shows a person what
// is not for them.

import { demoAccount, expect, fits, linked, registered, test } from '../support/portal'

/** The code of every page stays on its way. */
const withoutScripts = '**/assets/index-*.js'

test('an account comes with its frame, which answers nothing until the page does', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  await page.goto(`/accounts/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: /33016355/ })).toBeVisible()

  await page.route(withoutScripts, () => undefined)
  await page.goto(`/accounts/${id}`, { waitUntil: 'commit' })
  const frame = page.locator('#app')
  await expect(frame.getByText('Настройки')).toBeVisible()
  await expect(frame).toHaveAttribute('inert')
  await expect(frame.getByText('33016355')).toHaveCount(0)
  await fits(page)

  await page.unroute(withoutScripts)
  await page.goto(`/accounts/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: /33016355/ })).toBeVisible()
  await expect(frame).not.toHaveAttribute('inert')
  await expect(frame).toHaveCount(1)
})

test('a stranger at the address of an account sees no frame on the way to the sign-in', async ({ page }) => {
  await page.route(withoutScripts, () => undefined)
  await page.goto('/accounts/sever-33016355', { waitUntil: 'commit' })
  await expect(page.getByText('Настройки')).toBeAttached()
  await expect(page.getByText('Настройки')).toBeHidden()
})

test('the sign-in page is there whole, and a signed-in person does not see it flash by', async ({ page }) => {
  await page.route(withoutScripts, () => undefined)
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.getByRole('button', { name: 'Войти' })).toBeVisible()
  await page.unroute(withoutScripts)
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  await page.goto(`/accounts/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: /33016355/ })).toBeVisible()
  await page.route(withoutScripts, () => undefined)
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.getByText('Войти', { exact: true })).toBeAttached()
  await expect(page.getByText('Войти', { exact: true })).toBeHidden()
})
