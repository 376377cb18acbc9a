// Chapter 4.7.3 and paying by a linked card (R-073… …R-190; security rows 71, 72). One person for all of
// it: registrations of one address are limited, and so are payments and bindings of one person.

import type { Page } from '@playwright/test'
import {
  accessible,
  codes,
  confirmAtBank,
  demoAccount,
  expect,
  fits,
  GOOD_CARD,
  linked,
  nextCode,
  registered,
  signedIn,
  test,
  typeCard,
} from '../support/portal'

test.describe.configure({ mode: 'serial' })

const OFFER = 'С условиями Публичной оферты Банка ознакомлен и принимаю их'
/** A debt is paid off here, for everybody who has linked the account: each run has one of its own. */
const DEBTORS: Record<string, string[]> = { desktop: ['33012008', '33013958'], phone: ['33015091', '1041872'] }
let login = ''
let account = ''

async function returned(page: Page) {
  if (login !== '') return await signedIn(page, login)
  login = await registered(page)
  const { project, retry } = test.info()
  const number = DEBTORS[project.name]?.[retry]
  account = await linked(page, await demoAccount(page, number ?? ''))
}

/** «Новая карта» up to the bank's page. */
async function toTheBank(page: Page) {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: OFFER }).check()
  await dialog.getByRole('button', { name: 'Зарегистрировать' }).click()
  await page.waitForURL(/\/bind\//)
}

test('a card is linked in the settings with the bank’s offer accepted', async ({ page }) => {
  await returned(page)
  await page.goto('/settings')
  await page.getByRole('link', { name: /Банковские карты/ }).click()
  await expect(page.getByText('Привязанных карт нет')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Новая карта' }).click()
  const dialog = page.getByRole('dialog')
  // The text itself is there to be read, and without the flag nothing is sent.
  await expect(dialog.getByRole('region', { name: /оферта/i })).toContainText(/оферт/i)
  await dialog.getByRole('button', { name: 'Зарегистрировать' }).click()
  await expect(dialog.getByText('Без согласия с офертой банк не регистрирует карту.')).toBeVisible()
  await expect(dialog.getByRole('checkbox', { name: OFFER })).toBeFocused()
  await accessible(page)
  await fits(page)
  await toTheBank(page)
  await typeCard(page, GOOD_CARD, 'Привязать карту')
  await confirmAtBank(page)
  await page.waitForURL(/\/cards\/.+\/result/)
  await expect(page.getByRole('heading', { name: 'Карта зарегистрирована' })).toBeVisible({ timeout: 20_000 })
  await accessible(page)
  await fits(page)
  await page.getByRole('link', { name: 'К банковским картам' }).click()
  await expect(page.getByText('•••• 0004')).toBeVisible()
  await accessible(page)
  await fits(page)
})

test('a linked card pays in three taps, the code filled in from the message', async ({ page }) => {
  await returned(page)
  const before = (await (await page.request.get(`/api/accounts/${account}`)).json()).due.balance
  await page.goto(`/accounts/${account}`)
  let taps = 0
  const tap = async (target: ReturnType<Page['getByRole']>) => {
    taps += 1
    await target.click()
  }
  const earlier = (await codes(page, login)).length
  await tap(page.getByRole('button', { name: 'Оплатить' }).first())
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Мир •••• 0004')).toBeVisible()
  await tap(dialog.getByRole('button', { name: /^К оплате/ }))
  await expect(dialog.getByText('Код отправлен на')).toBeVisible()
  const field = dialog.getByLabel('Код подтверждения')
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  await accessible(page)
  await fits(page)
  const code = await nextCode(page, login, earlier)
  // The phone offers the code above its keyboard: one tap puts it in, and the last digit sends it.
  taps += 1
  await field.fill(code)
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('Оплата проведена')).toBeVisible({ timeout: 20_000 })
  expect(taps).toBeLessThanOrEqual(3)
  const after = (await (await page.request.get(`/api/accounts/${account}`)).json()).due.balance
  expect(before).toBeLessThan(0)
  expect(after).toBe(0)
})

test('a wrong code is told and costs nothing; the sums survive the way back; the right one pays', async ({
  page,
  expected,
}) => {
  expected.refusals.push(422)
  await returned(page)
  await page.goto(`/accounts/${account}?open=pay`)
  const dialog = page.getByRole('dialog')
  const sum = dialog.getByLabel(/Сумма:/).first()
  await sum.fill('50')
  const earlier = (await codes(page, login)).length
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  const field = dialog.getByLabel('Код подтверждения')
  const code = await nextCode(page, login, earlier)
  const wrong = code.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
  await field.fill(wrong)
  await expect(dialog.getByText(/Неверный код/)).toBeVisible()
  await accessible(page)
  await dialog.getByRole('button', { name: 'Изменить сумму или карту' }).click()
  await expect(sum).toHaveValue('50,00')
  // Nothing is changed: the same payment, the same code.
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await field.fill(code)
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('Оплата проведена')).toBeVisible({ timeout: 20_000 })
})

test('an unconfirmed payment is gone on with from the account', async ({ page }) => {
  await returned(page)
  await page.goto(`/accounts/${account}?open=pay`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill('60')
  const earlier = (await codes(page, login)).length
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await expect(dialog.getByText('Код отправлен на')).toBeVisible()
  await page.goto(`/accounts/${account}`)
  await expect(page.getByText(/ещё \d+\s/).first()).toBeVisible()
  await page.getByRole('link', { name: 'Продолжить оплату' }).first().click()
  await expect(page.getByRole('heading', { name: 'Подтвердите оплату кодом' })).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.getByLabel('Код подтверждения').fill(await nextCode(page, login, earlier))
  await expect(page.getByText('Оплата проведена')).toBeVisible({ timeout: 20_000 })
})

test('a card is removed with everything known of it (R-190)', async ({ page }) => {
  await returned(page)
  await page.goto('/settings/cards')
  await page.getByRole('button', { name: 'Удалить карту: Мир •••• 0004' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/больше нельзя будет выбрать/)).toBeVisible()
  await accessible(page)
  await dialog.getByRole('button', { name: 'Удалить карту' }).click()
  await expect(page.getByText('Привязанных карт нет')).toBeVisible()
  expect((await (await page.request.get('/api/cards')).json()).cards).toEqual([])
  // None is left: the bank's page is the only choice.
  await page.goto(`/accounts/${account}?open=pay`)
  await expect(page.getByRole('dialog').getByRole('radio')).toHaveCount(1)
})

test('a card that pays is linked at once; when the bank revokes it, that is told and another is offered', async ({
  page,
}) => {
  await returned(page)
  await page.goto(`/accounts/${account}?open=pay`)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Сумма:/).first().fill('70')
  await dialog.getByRole('checkbox', { name: /Зарегистрировать карту для следующих оплат/ }).check()
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await expect(dialog.getByText('Без согласия с офертой банк не регистрирует карту.')).toBeVisible()
  await accessible(page)
  await dialog.getByRole('checkbox', { name: OFFER }).check()
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await page.waitForURL(/\/pay\//)
  // The bank saves a card under the number of its payment.
  const bank = new URL(page.url())
  await typeCard(page, '5555555555554477')
  await confirmAtBank(page)
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText(/Карта зарегистрирована: в следующий раз/)).toBeVisible({ timeout: 20_000 })

  const method = bank.pathname.split('/').pop()
  const answer = await page.request.post(`${bank.origin}/admin/payment_methods/${method}/refuse`, {
    data: { reason: 'permission_revoked' },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  await page.goto(`/accounts/${account}?open=pay`)
  await dialog.getByLabel(/Сумма:/).first().fill('71')
  await expect(dialog.getByText('Mastercard •••• 4477')).toBeVisible()
  const earlier = (await codes(page, login)).length
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await dialog.getByLabel('Код подтверждения').fill(await nextCode(page, login, earlier))
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText(/Карта отвязана от кабинета/)).toBeVisible({ timeout: 20_000 })
  await accessible(page)
  await page.getByRole('button', { name: 'Ввести новую карту' }).click()
  await expect(dialog.getByRole('radio', { name: /Ввести на странице банка/ })).toBeChecked()
  // The sum is where it was.
  await expect(dialog.getByLabel(/Сумма:/).first()).toHaveValue(/^71/)
  await page.goto('/settings/cards')
  await expect(page.getByText('Привязанных карт нет')).toBeVisible()
})

test('a card that the bank does not take, and leaving the bank’s page, are told apart (R-188)', async ({ page }) => {
  await returned(page)
  await page.goto('/settings/cards?open=new-card')
  await toTheBank(page)
  await page.getByRole('button', { name: /Отменить/ }).click()
  await page.waitForURL(/\/cards\/.+\/result/)
  await expect(page.getByRole('heading', { name: 'Регистрация карты не завершена' })).toBeVisible({ timeout: 20_000 })
  await accessible(page)
  await page.getByRole('link', { name: 'Попробовать ещё раз' }).click()
  await toTheBank(page)
  await typeCard(page, '2200000000000038', 'Привязать карту')
  await page.waitForURL(/\/cards\/.+\/result/)
  await expect(page.getByRole('heading', { name: 'Карта не зарегистрирована' })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('link', { name: 'Попробовать ещё раз' })).toBeVisible()
  await accessible(page)
  await fits(page)
})
