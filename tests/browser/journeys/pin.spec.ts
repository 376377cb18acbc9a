// Chapter 4.7.2.2, question 3: the PIN, and asking for one (R-177, R-180…R-183; C-25).

import type { Page } from '@playwright/test'
import { accessible, expect, fits, holder, messages, PASSWORD, test } from '../support/portal'

/** Opens the question «ПИН-код» on the account page. */
async function question(page: Page, id: string) {
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Подключить расширенную версию' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /ПИН-код/ }).check()
  await expect(dialog.getByText(/ПИН-код может располагаться на квитанции/)).toBeVisible()
  return dialog
}

/** Accounts with a contact on file; one for each size of screen, since both run at once. */
const onFile = {
  desktop: { number: '203330486', field: 'Email', contact: 'ostapenko@example.ru' },
  phone: { number: '002118457', field: 'Телефон', contact: '+79185550117' },
}

test('a PIN is asked for, comes to the contact on file, and opens the extended version', async ({
  page,
  expected,
}, info) => {
  expected.refusals.push(401, 422)
  const { number, field, contact } = info.project.name === 'phone' ? onFile.phone : onFile.desktop
  const id = await holder(page, number)
  const dialog = await question(page, id)
  await accessible(page)
  await fits(page)
  await dialog.getByRole('button', { name: 'Подать запрос на получение ПИН-кода' }).click()
  await expect(dialog.getByText(/ПИН-код придёт только на e-mail или телефон/)).toBeVisible()
  await accessible(page)
  await fits(page)

  // Every wrong field at once; what was typed stays.
  await dialog.getByLabel('Email').fill('ostapenko@')
  await dialog.getByLabel('Телефон').fill('123456789')
  await dialog.getByRole('button', { name: 'Отправить запрос' }).click()
  await expect(dialog.getByText('Введите фамилию, имя и отчество')).toBeVisible()
  await expect(dialog.getByText(/в адресе опечатка/)).toBeVisible()
  await expect(dialog.getByText(/в номере опечатка/)).toBeVisible()
  await expect(dialog.getByLabel('Телефон')).toHaveValue('123456789')
  await accessible(page)
  await dialog.getByLabel('ФИО').fill('Остапенко Ирина Львовна')
  await dialog.getByLabel('Email').fill('')
  await dialog.getByLabel('Телефон').fill('')
  await dialog.getByLabel(field).fill(contact)

  // The session ends in the middle: signed in again, the same request goes on.
  const before = await pins(page, contact)
  await page.context().clearCookies({ name: '__Host-sid' })
  await dialog.getByRole('button', { name: 'Отправить запрос' }).click()
  await expect(page.getByText('Сеанс завершен')).toBeVisible()
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(dialog.getByText('Запрос принят')).toBeVisible()
  await accessible(page)

  await expect.poll(async () => (await pins(page, contact)).length).toBe(before.length + 1)
  const [pin] = await pins(page, contact)
  await dialog.getByLabel('Введите ответ на контрольный вопрос').fill('НЕ ТОТ-КОД')
  await dialog.getByRole('button', { name: 'Ответить' }).click()
  await expect(dialog.locator('[aria-invalid="true"]')).toHaveValue('НЕ ТОТ-КОД')
  await accessible(page)
  await dialog.getByLabel('Введите ответ на контрольный вопрос').fill(pin ?? '')
  await dialog.getByRole('button', { name: 'Ответить' }).click()
  await expect(dialog.getByText('Расширенная версия подключена')).toBeVisible()
  await accessible(page)
  await dialog.getByRole('button', { name: 'Приступить к работе' }).click()
  const sections = page.getByRole('navigation', { name: 'Разделы лицевого счета' })
  await expect(sections.getByRole('link', { name: /в расширенной версии/ })).toHaveCount(0)
  await expect(sections.getByRole('link', { name: 'Взаиморасчеты' })).toBeVisible()
})

test('another contact is answered just the same, gets nothing, and waits for an operator', async ({ page }) => {
  const id = await holder(page, '003011002')
  const dialog = await question(page, id)
  await dialog.getByRole('button', { name: 'Подать запрос на получение ПИН-кода' }).click()
  const stranger = `stranger-${Date.now().toString(36)}@example.ru`
  await dialog.getByLabel('ФИО').fill('Иванов Иван Иванович')
  await dialog.getByLabel('Email').fill(stranger)
  // «Отмена» loses nothing that was typed.
  await dialog.getByRole('button', { name: 'Отмена' }).click()
  await dialog.getByRole('button', { name: 'Подать запрос на получение ПИН-кода' }).click()
  await expect(dialog.getByLabel('Email')).toHaveValue(stranger)
  await dialog.getByRole('button', { name: 'Отправить запрос' }).dblclick()
  await expect(dialog.getByText('Запрос принят')).toBeVisible()
  await expect(dialog.getByText(/запрос рассмотрит сотрудник компании/)).toBeVisible()
  const queue: { email: string | null }[] = await (await page.request.get('/local/pins.json')).json()
  expect(queue.filter((request) => request.email === stranger)).toHaveLength(1)
  expect(await messages(page.request, stranger)).toEqual([])
  await dialog.getByRole('button', { name: 'Подключить расширенную версию позже' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // What was sent is not kept in the browser.
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(stranger)
})

/** PINs sent to a contact, newest first: two groups of four signs. */
async function pins(page: Page, contact: string): Promise<string[]> {
  const sent = await messages(page.request, contact)
  return sent.flatMap(({ text }) => /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)?.[0] ?? [])
}
