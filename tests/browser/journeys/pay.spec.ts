// Chapter 4.3.1.4 and 4.3.1.5: paying at the bank's page and what is said of it (R-064…R-086).

import type { Page } from '@playwright/test'
import { accessible, confirmAtBank, expect, fits, GOOD_CARD, holder, test, typeCard } from '../support/portal'

/** Opens «Оплата услуг» with one sum and goes to the bank. */
async function toTheBank(page: Page, id: string, sum: string) {
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill(sum)
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await page.waitForURL(/\/pay\//)
}

test('a payment goes through the bank and 3-D Secure to a receipt and the balance', async ({ page }) => {
  const id = await holder(page, '33016355')
  const before = (await (await page.request.get(`/api/accounts/${id}`)).json()).due.balance
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.keyboard.press('Escape')
  await toTheBank(page, id, '123,45')
  await typeCard(page, GOOD_CARD)
  await confirmAtBank(page)
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('Оплата проведена')).toBeVisible({ timeout: 20_000 })
  await accessible(page)
  await fits(page)
  const after = (await (await page.request.get(`/api/accounts/${id}`)).json()).due.balance
  expect(after - before).toBe(12345)
  await page.goto(`/accounts/${id}/payments`)
  await expect(page.getByText(/123,45/).filter({ visible: true }).first()).toBeVisible()
  await expect(page.getByText('Личный кабинет').filter({ visible: true }).first()).toBeVisible()
})

const refusals: [string, string, RegExp][] = [
  ['no funds', '2200000000000053', /не хватает средств|недостаточно средств/i],
  ['3-D Secure', '2200000000000012', /3-D Secure/],
  ['expired card', '2200000000000038', /Срок действия карты/],
  ['restricted card', '2201382000000047', /заблокирована/],
  ['limit of the card', '2201382000000039', /лимит/],
]

for (const [name, card, reason] of refusals) {
  test(`a refusal says why and what to do: ${name}`, async ({ page }) => {
    const id = await holder(page, '33016355')
    await toTheBank(page, id, '50')
    await typeCard(page, card)
    if (await page.locator('#code').isVisible().catch(() => false)) await confirmAtBank(page)
    await page.waitForURL(/\/payments\/.+\/result/)
    await expect(page.getByText('Оплата не прошла')).toBeVisible({ timeout: 20_000 })
    await expect(page.getByText(reason).first()).toBeVisible()
    await expect(page.getByText('Деньги не списаны').first()).toBeVisible()
    await accessible(page)
  })
}

test('sums out of bounds are told in the form and kept there', async ({ page }) => {
  const id = await holder(page, '33016355')
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  const dialog = page.getByRole('dialog')
  const sum = dialog.getByLabel(/Сумма:/).first()
  for (const [typed, told] of [
    ['9,99', /не менее 10\s*₽/],
    ['15000,01', /не более 15\s*000\s*₽/],
    ['1e3', /Введите сумму в рублях/],
    ['10,001', /Введите сумму в рублях/],
    ['-1', /Введите сумму в рублях/],
  ] as const) {
    await sum.fill(typed)
    await dialog.getByRole('button', { name: /^К оплате/ }).click()
    await expect(dialog.getByText(told).first()).toBeVisible()
    // The form may group thousands; it may not lose or change a sign of what was typed.
    expect((await sum.inputValue()).replace(/\s/g, '')).toBe(typed)
  }
  await accessible(page)
})

test('an abandoned payment can be gone on with, and is never said to be paid', async ({ page }) => {
  const id = await holder(page, '33016355')
  await toTheBank(page, id, '77')
  await page.goto(`/accounts/${id}`)
  await expect(page.getByText(/ещё не завершён/).first()).toBeVisible()
  await accessible(page)
  await page.getByRole('link', { name: 'Продолжить оплату' }).or(page.getByRole('button', { name: 'Продолжить оплату' })).first().click()
  await page.waitForURL(/\/pay\//)
  const back = page.url()
  await page.goto(`/accounts/${id}/payments`)
  await expect(page.getByText('Проведён')).toHaveCount(0)
  expect(back).toContain('/pay/')
})

test('leaving the bank by its own button says honestly that nothing was paid', async ({ page }) => {
  const id = await holder(page, '33016355')
  await toTheBank(page, id, '60')
  await page.getByRole('button', { name: /Отменить/ }).or(page.getByRole('link', { name: /Отменить/ })).first().click()
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('Оплата не прошла')).toBeVisible({ timeout: 20_000 })
})

test('a second tab finds the payment that is open and asks which one is meant', async ({ page, context, expected }) => {
  expected.refusals.push(409)
  const id = await holder(page, '33016355')
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  const other = await context.newPage()
  await toTheBank(other, id, '81')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill('82')
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await expect(page.getByText('Платёж уже начат')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Начать новый' }).click()
  await page.waitForURL(/\/pay\//)
})

test('a double click pays once', async ({ page }) => {
  const id = await holder(page, '33016355')
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill('90')
  await dialog.getByRole('button', { name: /^К оплате/ }).dblclick()
  await page.waitForURL(/\/pay\//)
  const listed = await (await page.request.get(`/api/accounts/${id}/payments`)).json()
  const open = listed.payments.filter((one: { amount: number }) => one.amount === 9000)
  expect(open.length).toBe(1)
})
