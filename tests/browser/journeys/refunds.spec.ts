// What follows a payment: several receivers, refunds, «Детализация» and paper (R-084, R-085; security row 58).

import type { Page } from '@playwright/test'
import { accessible, confirmAtBank, expect, fits, GOOD_CARD, holder, test, typeCard } from '../support/portal'

async function payAtBank(page: Page) {
  await page.waitForURL(/\/pay\//)
  await typeCard(page, GOOD_CARD)
  await confirmAtBank(page)
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('Оплата проведена')).toBeVisible({ timeout: 20_000 })
}

test('two receivers are two payments, one after another, told beforehand', async ({ page }) => {
  const id = await holder(page, '1020318')
  await page.goto(`/accounts/${id}?open=pay`)
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox').first()).toBeVisible()
  for (const flag of await dialog.getByRole('checkbox').all()) await flag.setChecked(false)
  await dialog.getByLabel(/Сумма: .*газ/i).first().fill('500')
  await dialog.getByLabel(/Сумма: .*обслуживание/i).first().fill('300')
  await expect(dialog.getByText('Будет 2 отдельных платежа')).toBeVisible()
  await accessible(page)
  await fits(page)
  await dialog.getByRole('button', { name: /^К оплате 500,00.*1 из 2/ }).click()
  await payAtBank(page)
  await accessible(page)
  await fits(page)
  await page.getByRole('button', { name: /Оплатить ещё 300,00.*Техобслуживание/ }).click()
  await expect(dialog.getByRole('button', { name: /^К оплате 300,00/ })).toBeVisible()
  await dialog.getByRole('button', { name: /^К оплате 300,00/ }).click()
  await payAtBank(page)
  await expect(page.getByRole('button', { name: /Оплатить ещё/ })).toHaveCount(0)
  const { payments } = await (await page.request.get(`/api/accounts/${id}/payments`)).json()
  const paid = payments.filter((one: { source: string; state: string }) => one.source === 'portal' && one.state === 'succeeded')
  expect(paid.map((one: { amount: number }) => one.amount).sort()).toEqual([30_000, 50_000])
})

test('a refund of the operator is a row of its own and stands in the details; paper shows the payment alone', async ({
  page,
}) => {
  const id = await holder(page, '33016355')
  await page.goto(`/accounts/${id}?open=pay`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill('150')
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await payAtBank(page)
  const payment = new URL(page.url()).pathname.split('/')[2] ?? ''

  await page.goto('/local/payments')
  const form = page.locator(`form[action$="/${payment}/refunds"]`)
  const sum = form.getByRole('textbox', { name: /Вернуть за услугу/ }).first()
  await expect(sum).toHaveValue('')
  const number = await form.locator('[name=number]').inputValue()
  await sum.fill('200')
  await form.getByLabel('Причина').fill('Ошибка в сумме')
  await form.getByRole('button', { name: 'Вернуть деньги' }).click()
  // Refused: nothing that was typed is lost, and the next click is the same refund.
  await expect(page.getByRole('alert')).toContainText('Не получилось')
  await expect(sum).toHaveValue('200')
  await expect(form.getByLabel('Причина')).toHaveValue('Ошибка в сумме')
  await expect(form.locator('[name=number]')).toHaveValue(number)
  await sum.fill('50')
  await form.getByRole('button', { name: 'Вернуть деньги' }).click()
  await expect
    .poll(async () => (await (await page.request.get(`/api/payments/${payment}`)).json()).refunded, { timeout: 30_000 })
    .toBe(5000)

  await page.goto(`/accounts/${id}/payments`)
  const row = page.getByRole('row').or(page.locator('tr')).filter({ hasText: 'Возврат' }).first()
  await expect(row).toContainText('−50,00')
  await expect(row).toContainText(/По платежу от .* на 150,00/)
  await expect(page.getByText(/возвращено 50,00/)).toBeVisible()
  await accessible(page)
  await fits(page)
  await row.getByRole('button', { name: /Детализация/ }).click()
  await expect(dialog.getByText(payment)).toBeVisible()
  await expect(dialog.getByText('Деньги возвращены на карту')).toBeVisible()
  await expect(dialog.getByText('Мир •••• 0004')).toBeVisible()
  // The numbers of the bank and whom the money went to (security row 58: it is the payer who looks).
  for (const name of ['Номер операции в банке (RRN)', 'Код авторизации', 'ИНН / КПП', 'Расчётный счёт', 'БИК']) {
    await expect(dialog.getByText(name, { exact: true })).toBeVisible()
  }
  await expect(dialog.getByText(/Чек (формируется|отправлен)/)).toBeVisible()
  await expect(dialog.getByText(/МСК/).first()).toBeVisible()
  await accessible(page)
  await fits(page)

  await page.emulateMedia({ media: 'print' })
  await expect(dialog.getByText(payment)).toBeVisible()
  await expect(page.getByRole('heading', { name: /Лицевой счет/ })).toBeHidden()
  await expect(dialog.getByRole('button', { name: 'Распечатать документ' })).toBeHidden()
  const paper = (await page.pdf({ format: 'A4' })).toString('latin1')
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  await page.emulateMedia({ media: 'screen' })
  await dialog.getByRole('button', { name: 'Квитанция в PDF' }).click()
  await expect(page.getByText('Квитанция об оплате сформирована')).toBeVisible()
  await accessible(page)
})
