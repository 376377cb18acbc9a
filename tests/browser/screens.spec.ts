// Takes a picture of every screen, light and dark, phone and desktop: `npm run screens` with the portal running.
// Not a test: pictures are for looking at, and a few of them stand in README.md.

import type { Page } from '@playwright/test'
import {
  confirmAtBank,
  demoAccounts,
  GOOD_CARD,
  linked,
  newLogin,
  PASSWORD,
  registered,
  test,
  typeCard,
} from './support/portal'

const folder = process.env.SCREENS ?? 'screens'
const themes = ['light', 'dark'] as const

async function shoot(page: Page, name: string, full = true) {
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.evaluate(() => document.fonts.ready)
    await page.waitForTimeout(250)
    const size = (page.viewportSize()?.width ?? 0) < 500 ? 'phone' : 'desktop'
    await page.screenshot({ path: `${folder}/${name}-${size}-${theme}.png`, fullPage: full })
  }
}

test('before signing in', async ({ page }) => {
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'sign-in', false)
  await page.goto('/register')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'register', false)
})

test('the first visit', async ({ page }) => {
  await registered(page, { consent: false })
  await page.goto('/welcome')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'welcome', false)
  await page.getByRole('button', { name: 'Хорошо' }).click()
  await page.waitForLoadState('networkidle')
  await shoot(page, 'consent', false)
  await page.getByRole('button', { name: 'Я согласен' }).click()
  await page.waitForTimeout(300)
  await page.goto('/accounts/link')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'link-company', false)
  await page.goto('/accounts/link?company=sever')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'link-number', false)
})

test('the account, limited and extended', async ({ page }) => {
  const demo = await demoAccounts(page)
  const manual = demo.find((account) => account.number === '33016355')
  if (!manual) throw new Error('the account of the manual is not in the demo')
  await registered(page)
  const limited = await linked(page, manual)
  await page.goto(`/accounts/${limited}`)
  await page.waitForLoadState('networkidle')
  await shoot(page, 'account-limited')
})

test('a forgotten password', async ({ page }) => {
  await page.goto('/recover')
  await page.waitForLoadState('networkidle')
  await shoot(page, 'recover', false)
  await page.getByLabel('Логин').fill(newLogin())
  await page.getByLabel('Новый пароль', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Повторите новый пароль').fill(PASSWORD)
  await page.getByRole('button', { name: 'Восстановить пароль' }).click()
  await page.getByText(/Вы сможете получить новый код/).waitFor()
  await shoot(page, 'recover-code', false)
})

test('the settings', async ({ page }) => {
  const demo = await demoAccounts(page)
  await registered(page)
  for (const account of demo.slice(0, 2)) await linked(page, account)
  for (const section of ['', 'profile', 'accounts', 'cards', 'notices', 'security', 'data', 'look']) {
    await page.goto(`/settings/${section}`)
    await page.waitForLoadState('networkidle')
    await shoot(page, section ? `settings-${section}` : 'settings')
  }
  await page.goto('/settings/security')
  for (const [button, name] of [
    ['Сменить логин', 'change-login'],
    ['Сменить пароль', 'change-password'],
  ] as const) {
    await page.getByRole('button', { name: button }).click()
    await page.waitForTimeout(400)
    await shoot(page, name, false)
    await page.keyboard.press('Escape')
  }
  await page.goto('/settings/data')
  await page.getByRole('button', { name: 'Удалить профиль' }).click()
  await page.waitForTimeout(400)
  await shoot(page, 'delete-profile', false)
})

test('the extended account', async ({ page }) => {
  const demo = await demoAccounts(page)
  const manual = demo.find((account) => account.number === '33016355')
  if (!manual) throw new Error('the account of the manual is not in the demo')
  await registered(page)
  const id = await linked(page, manual, true)
  for (const section of ['services', 'meters', 'payments', 'subscriber', 'contracts', 'acts']) {
    await page.goto(`/accounts/${id}/${section}`)
    await page.waitForLoadState('networkidle')
    await shoot(page, `account-${section}`)
  }
  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Передать показания' }).first().click()
  await page.waitForTimeout(400)
  await shoot(page, 'readings', false)
  await page.goto(`/accounts/${id}/services`)
  await page.getByRole('button', { name: 'Оплатить' }).first().click()
  await page.waitForTimeout(400)
  await shoot(page, 'pay', false)
})

test('settlements, locked sections and the PIN', async ({ page }) => {
  const demo = await demoAccounts(page)
  const manual = demo.find((account) => account.number === '33016355')
  const asking = demo.find((account) => account.number === '010200304')
  if (!manual || !asking) throw new Error('not in the demo')
  await registered(page)
  const extended = await linked(page, manual, true)
  for (const year of ['', '?year=2019']) {
    await page.goto(`/accounts/${extended}/settlements${year}`)
    await page.waitForLoadState('networkidle')
    await page.locator('tr button').nth(1).click()
    await shoot(page, `account-settlements${year.replace('?year=', '-')}`)
  }
  const limited = await linked(page, asking)
  await page.goto(`/accounts/${limited}/settlements`)
  await page.waitForLoadState('networkidle')
  await shoot(page, 'account-locked')
  await page.getByRole('button', { name: 'Подключить расширенную версию' }).first().click()
  await page.getByRole('radio', { name: /ПИН-код/ }).check()
  await shoot(page, 'extend-pin', false)
  await page.getByRole('button', { name: 'Подать запрос на получение ПИН-кода' }).click()
  await shoot(page, 'pin-request', false)
})

test('cards, paying with one, and what follows', async ({ page }) => {
  test.setTimeout(180_000)
  const demo = await demoAccounts(page)
  const account = demo.find((one) => one.number === '1020318')
  if (!account) throw new Error('the account with two receivers is not in the demo')
  await registered(page)
  const id = await linked(page, account, true)
  await page.goto('/settings/cards')
  await page.getByRole('button', { name: 'Новая карта' }).click()
  const dialog = page.getByRole('dialog')
  const accept = dialog.getByRole('checkbox', { name: /Публичной оферты/ })
  await accept.waitFor()
  await shoot(page, 'card-new', false)
  await accept.check()
  await dialog.getByRole('button', { name: 'Зарегистрировать' }).click()
  await page.waitForURL(/\/bind\//)
  await typeCard(page, GOOD_CARD, 'Привязать карту')
  await confirmAtBank(page)
  await page.getByRole('heading', { name: 'Карта зарегистрирована' }).waitFor({ timeout: 20_000 })
  await shoot(page, 'card-result')
  await page.goto('/settings/cards')
  await page.getByText('•••• 0004').waitFor()
  await shoot(page, 'settings-cards-linked')
  await page.goto(`/accounts/${id}?open=pay`)
  await dialog.getByLabel(/Сумма: .*обслуживание/i).fill('300')
  await shoot(page, 'pay-two-receivers', false)
  await dialog.getByRole('button', { name: /^К оплате/ }).click()
  await page.getByText('Код отправлен на').waitFor()
  await shoot(page, 'pay-code', false)
  await page.goto(`/accounts/${id}/payments`)
  await page.getByText(/ещё \d+\s/).first().waitFor()
  await shoot(page, 'payments-unfinished', false)
})
