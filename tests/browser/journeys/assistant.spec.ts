// The first visit (R-016…R-018): what the assistant shows, what it remembers, and how it is sent away.

import { accessible, demoAccount, expect, fits, linked, registered, test } from '../support/portal'

test('the assistant leads from the greeting to the last step, and congratulates once', async ({ page }, { project }) => {
  // A reading that anybody has sent before would be one step less.
  const number = project.name === 'phone' ? '33013316' : '33014402'
  await registered(page, { consent: false })
  await page.goto('/welcome')
  const remembered = page.waitForResponse((answer) => answer.url().endsWith('/api/profile') && answer.ok())
  await page.getByRole('button', { name: 'Хорошо' }).click()
  await expect(page.getByRole('button', { name: 'Я согласен' })).toBeVisible()
  await remembered
  // It goes on from where it was.
  await page.reload()
  await page.getByRole('button', { name: 'Я согласен' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Лицевой счет' })).toHaveAttribute('aria-current', 'step')
  await accessible(page)
  await fits(page)

  const account = await demoAccount(page, number)
  const id = await linked(page, account)
  await page.goto(`/accounts/${id}`)
  const guide = page.getByRole('region', { name: /Первые шаги/ })
  await expect(guide.getByText('2 из 5')).toBeVisible()
  await accessible(page)
  await fits(page)
  await guide.getByRole('button', { name: 'Подключить' }).click()
  await page.getByLabel('Введите ответ на контрольный вопрос').fill(account.meter_serial ?? '')
  await page.getByRole('button', { name: 'Ответить' }).click()
  await page.getByRole('button', { name: 'Приступить к работе' }).click()
  await expect(guide.getByText('3 из 5')).toBeVisible()

  await guide.getByRole('link', { name: 'Передать показания' }).click()
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  const meters = (await (await page.request.get(`/api/accounts/${id}`)).json()).meters
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(String(meters[0].last_reading.value + 3))
  await dialog.getByRole('button', { name: 'Передать', exact: true }).click()
  await expect(page.getByText(/Показание передано|Все показания переданы/).first()).toBeVisible()

  await page.goto(`/accounts/${id}`)
  await expect(guide.getByText('4 из 5')).toBeVisible()
  await guide.getByRole('link', { name: 'Настроить уведомления' }).click()
  await expect(page.getByRole('switch').first()).toBeVisible()
  await page.goto(`/accounts/${id}`)
  await expect(page.getByText('Всё готово!')).toBeVisible()
  await accessible(page)
  await page.reload()
  await expect(page.getByRole('heading', { name: new RegExp(number) })).toBeVisible()
  await expect(page.getByText('Всё готово!')).toHaveCount(0)
  await expect(guide).toHaveCount(0)
})

test('hints are skipped one by one, folded to a line, and sent away for good', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33011290'))
  await page.goto(`/accounts/${id}`)
  const guide = page.getByRole('region', { name: /Первые шаги/ })
  await guide.getByRole('button', { name: 'Свернуть подсказки' }).click()
  await expect(guide.getByRole('button', { name: 'Пропустить шаг' })).toBeHidden()
  await accessible(page)
  await fits(page)
  await page.reload()
  await guide.getByRole('button', { name: 'Развернуть подсказки' }).click()
  await expect(guide.getByRole('heading', { name: 'Подключите расширенную версию' })).toBeVisible()
  await guide.getByRole('button', { name: 'Пропустить шаг' }).click()
  await expect(guide.getByRole('heading', { name: 'Передайте первое показание' })).toBeVisible()
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/api/profile') && answer.ok())
  await guide.getByRole('button', { name: 'Больше не показывать' }).click()
  await expect(guide).toHaveCount(0)
  await kept
  await page.reload()
  await expect(page.getByRole('heading', { name: /33011290/ })).toBeVisible()
  await expect(guide).toHaveCount(0)
})
