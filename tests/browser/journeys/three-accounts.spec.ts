// Chapter 4.7.2.1: three accounts are the limit; the function stays in sight, disabled, with the reason (R-172, C-24).

import { accessible, expect, fits, test, unlinked } from '../support/member'

const headers = { 'x-lk-request': '1', 'sec-fetch-site': 'same-origin' }

test('with three accounts the menu and the settings say why there is no fourth', async ({ page, member }, info) => {
  const third = await page.request.post('/api/accounts', {
    headers,
    data: { company: 'sever', number: '33010027' },
  })
  expect(third.status()).toBe(201)
  const { id } = await third.json()
  await page.goto(`/accounts/${member.extended}`)
  const phone = info.project.name === 'phone'
  if (phone) await page.getByRole('button', { name: /Сменить лицевой счет/ }).click()
  const menu = phone ? page.getByRole('dialog') : page.getByRole('complementary')
  const add = menu.getByRole('button', { name: 'Добавить лицевой счет' })
  await expect(add).toHaveAttribute('aria-disabled', 'true')
  await expect(add).toHaveAccessibleDescription(/Подключено 3 из 3/)
  await accessible(page)
  await fits(page)

  await page.goto('/settings/accounts')
  const link = page.getByRole('main').getByRole('button', { name: 'Подключить лицевой счет' })
  await expect(link).toHaveAttribute('aria-disabled', 'true')
  await expect(link).toHaveAccessibleDescription(/не более 3/)
  await accessible(page)
  await fits(page)
  await page.goto('/accounts/link')
  await expect(page.getByText(/функция недоступна/)).toBeVisible()
  await accessible(page)

  const fourth = await page.request.post('/api/accounts', {
    headers,
    data: { company: 'sever', number: '33011290' },
  })
  expect((await fourth.json()).code).toBe('too_many_accounts')
  await unlinked(page, id)
  await page.goto(`/accounts/${member.extended}`)
  if (phone) await page.getByRole('button', { name: /Сменить лицевой счет/ }).click()
  await expect(menu.getByRole('link', { name: 'Добавить лицевой счет' })).toBeVisible()
})
