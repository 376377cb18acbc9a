// Chapters 4.2, 4.3.1, 4.3.2: the account page, readings, bill (R-038… …R-105).

import { accessible, demoAccount, expect, fits, holder, linked, registered, test } from '../support/portal'

test('the limited version shows debt and masked meters, and offers the extended one for a bill', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  await page.goto(`/accounts/${id}`)
  await expect(page.getByText(/К оплате(\.| до)/).first()).toBeVisible()
  await expect(page.getByText(/−\d/).first()).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.getByRole('button', { name: 'Квитанция' }).first().click()
  await expect(page.getByText('Квитанция — в расширенной версии')).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Escape')
  await page.goto(`/accounts/${id}/meters`)
  await expect(page.getByText(/Заводской номер .\*{4}../)).toBeVisible()
})

test('sections show services, meters with history, and payments', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'), true)
  for (const section of ['services', 'meters', 'payments']) {
    await page.goto(`/accounts/${id}/${section}`)
    await expect(page.getByText(/Данные газовой компании на/)).toBeVisible()
    await accessible(page)
    await fits(page)
  }
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'История' }).first().click()
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible()
  await accessible(page)
})

test('a reading is told its consumption, refused with its rule, and accepted', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  const before = (await (await page.request.get(`/api/accounts/${id}`)).json()).meters
  const meter = before.find((one: { accepts_readings: boolean }) => one.accepts_readings)
  const last: number = meter.last_reading.value
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByRole('textbox').first()
  await field.fill('12,5')
  await dialog.getByRole('button', { name: 'Передать', exact: true }).click()
  await expect(dialog.getByText(/целое число/).last()).toBeVisible()
  await expect(field).toHaveValue('12,5')
  await accessible(page)
  await fits(page)
  await field.fill(String(last + 7))
  await expect(dialog.getByText(/7\s*м³/).first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Передать', exact: true }).click()
  await expect(page.getByText(/Показание передано|Все показания переданы/).first()).toBeVisible()
  const after = (await (await page.request.get(`/api/accounts/${id}`)).json()).meters
  const sent = after.find((one: { id: string }) => one.id === meter.id)
  expect(sent.last_reading).toMatchObject({ value: last + 7, source: 'portal', status: 'pending' })
})

test('an unchanged reading asks whether no gas was used', async ({ page }) => {
  const id = await holder(page, '33010027')
  const meters = (await (await page.request.get(`/api/accounts/${id}`)).json()).meters
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(String(meters[0].last_reading.value))
  await dialog.getByRole('button', { name: 'Передать', exact: true }).click()
  await expect(page.getByText(/Расход 0\s*м³ — передать\?/)).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Газом не пользовались, передать' }).click()
  await expect(page.getByText(/Показание передано|Все показания переданы/).first()).toBeVisible()
})

test('the bill is made, and its link opens a PDF', async ({ page }) => {
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'), true)
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Квитанция' }).first().click()
  await expect(page.getByText('Квитанция сформирована')).toBeVisible()
  await accessible(page)
  const url = await page.getByRole('link', { name: 'Сохранить квитанцию' }).getAttribute('href')
  const pdf = await page.request.get(url ?? '')
  expect(pdf.headers()['content-type']).toBe('application/pdf')
  expect((await pdf.body()).subarray(0, 4).toString()).toBe('%PDF')
})

test('a session that ended in the middle of a form loses nothing that was typed', async ({ page, expected }) => {
  expected.refusals.push(401)
  const login = await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  const meters = (await (await page.request.get(`/api/accounts/${id}`)).json()).meters
  const value = String(meters[0].last_reading.value + 5)
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(value)
  const cookies = await page.context().cookies()
  await page.context().clearCookies({ name: '__Host-sid' })
  await dialog.getByRole('button', { name: 'Передать', exact: true }).click()
  await expect(page.getByText('Сеанс завершен')).toBeVisible()
  await accessible(page)
  await page.getByLabel('Пароль', { exact: true }).fill('голубое-пламя-7')
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText(/Показание передано|Все показания переданы/).first()).toBeVisible()
  expect(cookies.length).toBeGreaterThan(0)
  expect(login).toContain('@')
})
