// English beside Russian: the same addresses, another build, chosen by a cookie.

import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { CompanyData, inEnglish } from '../support/english'
import {
  accessible,
  codeFor,
  demoAccount,
  expect,
  fits,
  linked,
  newLogin,
  PASSWORD,
  registered,
  test,
} from '../support/portal'

/** The screen as it stands: English, usable by everybody, nothing hanging out. */
async function looked(page: Page, data: CompanyData) {
  await data.elseEnglish(page)
  await accessible(page)
  await fits(page)
}

test('the distribution, the local portal and the service worker choose a page by one rule', async ({ request }) => {
  const template = readFileSync(new URL('../../../template.yaml', import.meta.url), 'utf8')
  const code = /FunctionCode: \|\n((?: {8}.*\n|\n)+)/.exec(template)?.[1] ?? ''
  const handler = new Function(`${code}; return handler`)()
  const worker = await (await request.get('/service-worker.js')).text()
  const offline = new Function(`${/function pageOf[^]*?\n}/.exec(worker)?.[0] ?? ''}; return pageOf`)()
  const cookies = { none: {}, en: { lang: { value: 'en' } }, other: { lang: { value: '../en' }, x: { value: 'en' } } }
  for (const [name, sent] of Object.entries(cookies)) {
    const cookie = Object.entries(sent).map(([key, { value }]) => `${key}=${value}`).join('; ')
    for (const path of ['/', '/register', '/accounts/link', '/accounts/sever-33016355', '/accounts/sever-33016355/meters', '/early.js', '/no-such.css']) {
      const { uri } = handler({ request: { uri: path, cookies: sent } })
      const served = await request.get(path, { headers: { cookie } })
      const meant = await request.get(uri)
      const page = /\/\w+\.html$/.exec(uri)?.[0]
      if (page && !path.includes('.')) expect(`/${offline(path)}`, `offline: ${path}`).toBe(page)
      expect(`${served.status()} ${await served.text()}`, `${name} ${path}`).toBe(`${meant.status()} ${await meant.text()}`)
    }
  }
  expect(handler({ request: { uri: '/settings', cookies: cookies.en } }).uri).toBe('/en/app.html')
})

test('the switch keeps the page and what was typed, and the choice is remembered', async ({ page, context, baseURL }) => {
  await page.goto('/register')
  await page.getByLabel('Логин').fill('anna@example.ru')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Registration' })).toBeVisible()
  await expect(page).toHaveTitle('Registration · My GAS')
  await expect(page.getByLabel('Login')).toHaveValue('anna@example.ru')
  expect(new URL(page.url()).pathname).toBe('/register')
  await looked(page, new CompanyData(page))
  const [cookie] = await context.cookies(`${baseURL}/`)
  expect(cookie).toMatchObject({ name: 'lang', value: 'en', path: '/', sameSite: 'Lax' })

  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await looked(page, new CompanyData(page))
  await page.getByLabel('Login').fill('anna@example.ru')
  await page.getByRole('button', { name: 'Русский' }).click()
  await expect(page.getByRole('button', { name: 'Войти' })).toBeVisible()
  await expect(page.getByLabel('Логин')).toHaveValue('anna@example.ru')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
})

test('no page loads the texts of two languages', async ({ page, baseURL }) => {
  const scripts: string[] = []
  page.on('response', async (response) => {
    if (/\/assets\/.*\.js$/.test(response.url())) scripts.push(await response.text())
  })
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Войти' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(scripts.length).toBeGreaterThan(1)
  expect(scripts.filter((text) => text.includes('Mobile number or e-mail'))).toEqual([])
  scripts.length = 0
  await inEnglish(page, baseURL ?? '')
  await page.goto('/')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(scripts.length).toBeGreaterThan(1)
  expect(scripts.filter((text) => text.includes('Номер мобильного телефона'))).toEqual([])
})

test('a newcomer registers, agrees and links an account in English', async ({ page, baseURL, expected }) => {
  // Many screens, each read by axe.
  test.slow()
  expected.refusals.push(404, 422)
  const data = new CompanyData(page)
  const login = newLogin()
  await inEnglish(page, baseURL ?? '')
  await page.goto('/register')
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText('Enter your mobile number or e-mail')).toBeVisible()
  await looked(page, data)
  await page.getByLabel('Login').fill(login)
  for (const field of ['Password', 'Repeat the password']) {
    await page.getByLabel(field, { exact: true }).fill('sunshine')
  }
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText('This password is too common')).toBeVisible()
  await looked(page, data)
  for (const field of ['Password', 'Repeat the password']) {
    await page.getByLabel(field, { exact: true }).fill(PASSWORD)
  }
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByText('you will get a letter with a code')).toBeVisible()
  await looked(page, data)
  const right = await codeFor(page.request, login)
  await page.getByRole('textbox').fill(right === '000000' ? '111111' : '000000')
  await expect(page.getByText('The code is wrong').first()).toBeVisible()
  await looked(page, data)
  await page.getByRole('textbox').fill(right)

  await page.getByRole('button', { name: 'All right' }).click()
  await expect(page.getByText('Only the Russian text is binding')).toBeVisible()
  await expect(page.locator('[lang=ru]').getByText('Согласие на обработку персональных данных')).toBeVisible()
  await looked(page, data)
  await page.getByRole('button', { name: 'I agree' }).click()
  await page.getByRole('link', { name: /Link an account/ }).click()
  await page.getByRole('combobox').fill('severogaz')
  await page.getByRole('option', { name: /Северогаз/ }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Account number').fill('99999999')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Account 99999999 could not be linked')).toBeVisible()
  await looked(page, data)
  await page.getByLabel('Account number').fill('33016355')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('The account is linked').first()).toBeVisible()
  await looked(page, data)
  await page.getByLabel('Your answer to the security question').fill((await demoAccount(page, '33016355')).meter_serial ?? '')
  await page.getByRole('button', { name: 'Answer' }).click()
  await page.getByRole('button', { name: 'Get started' }).click()
  await expect(page.getByRole('heading', { name: 'Account 33016355' })).toBeVisible()
  await looked(page, data)
})

test('a wrong password is told in English by its code', async ({ page, baseURL, expected }) => {
  expected.refusals.push(401)
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await page.goto('/')
  await page.getByLabel('Login').fill('nobody@example.ru')
  await page.getByLabel('Password', { exact: true }).fill('not this')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('This login and password are not registered together')).toBeVisible()
  await looked(page, data)
})

for (const extended of [false, true]) {
  test(`the account speaks English, ${extended ? 'extended' : 'limited'}`, async ({ page, baseURL }) => {
    // Many screens, each read by axe.
    test.slow()
    const data = new CompanyData(page)
    await inEnglish(page, baseURL ?? '')
    await registered(page)
    const id = await linked(page, await demoAccount(page, '33016355'), extended)
    const { sections } = await (await page.request.get(`/api/accounts/${id}`)).json()
    for (const section of ['', ...sections]) {
      await page.goto(`/accounts/${id}/${section}`)
      await expect(page.getByText(/The gas company’s data as of/)).toBeVisible()
      await page.waitForLoadState('networkidle')
      await looked(page, data)
    }
  })
}

test('sums and readings are typed and told the English way', async ({ page, baseURL }) => {
  // Many screens, each read by axe.
  test.slow()
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'), true)
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Pay', exact: true }).first().click()
  const sum = page.getByRole('dialog').getByLabel(/Amount:/).first()
  await sum.fill('1,284.5')
  await sum.blur()
  await expect(sum).toHaveValue('1,284.50')
  await sum.fill('9.99')
  await page.getByRole('dialog').getByRole('button', { name: /^Pay/ }).click()
  await expect(page.getByText(/must be at least 10\s*₽/).first()).toBeVisible()
  await looked(page, data)
  await page.keyboard.press('Escape')

  await page.goto(`/accounts/${id}/meters`)
  await page.getByRole('button', { name: 'Submit readings' }).first().click()
  const dialog = page.getByRole('dialog')
  const reading = dialog.getByRole('textbox').first()
  await reading.fill('12.5')
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click()
  await expect(dialog.getByText(/whole number/).last()).toBeVisible()
  await looked(page, data)
  await reading.fill('1')
  await dialog.getByRole('button', { name: 'Submit', exact: true }).click()
  await expect(dialog.getByText(/ess than the previous/).first()).toBeVisible()
  await looked(page, data)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'History' }).first().click()
  await expect(page.getByRole('dialog').getByRole('table')).toBeVisible()
  await looked(page, data)
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Bill' }).first().click()
  await expect(page.getByText('The bill is ready')).toBeVisible()
  await looked(page, data)
})

test('what the bank refused is told in English', async ({ page, baseURL }) => {
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await registered(page)
  const id = await linked(page, await demoAccount(page, '33016355'))
  await page.goto(`/accounts/${id}`)
  await page.getByRole('button', { name: 'Pay', exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Amount:/).first().fill('50')
  const register = dialog.getByRole('checkbox', { name: /Register the card/ })
  await register.check()
  await expect(dialog.getByRole('checkbox', { name: /Public Offer/ })).toBeVisible()
  await looked(page, data)
  await register.uncheck()
  await dialog.getByRole('button', { name: /^Pay/ }).click()
  await page.waitForURL(/\/pay\//)
  await page.locator('#number').fill('2200000000000053')
  await page.locator('#expiry').fill('12/30')
  await page.locator('#cvc').fill('123')
  await page.getByRole('button', { name: 'Оплатить' }).click()
  await page.waitForURL(/\/payments\/.+\/result/)
  await expect(page.getByText('The payment did not go through')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('There is not enough money on the card')).toBeVisible()
  await looked(page, data)
})

test('the settings speak English and lead back to Russian', async ({ page, baseURL }) => {
  // Many screens, each read by axe.
  test.slow()
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await registered(page)
  await linked(page, await demoAccount(page, '33016355'))
  for (const section of ['', '/profile', '/accounts', '/cards', '/notices', '/security', '/data', '/look']) {
    await page.goto(`/settings${section}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await looked(page, data)
  }
  await page.getByRole('main').getByRole('button', { name: 'Русский' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru')
  expect(new URL(page.url()).pathname).toBe('/settings/look')
})

test('recovery and a wrong password in the settings are told in English', async ({ page, baseURL, expected }) => {
  expected.refusals.push(422)
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await page.goto('/recover')
  await page.getByRole('button', { name: 'Recover password' }).click()
  await expect(page.getByText('Enter your mobile number or e-mail')).toBeVisible()
  await looked(page, data)

  await registered(page)
  await linked(page, await demoAccount(page, '33016355'))
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByLabel('Enter the old password').fill('not this one')
  await page.getByLabel('Enter the new password', { exact: true }).fill(`${PASSWORD}-8`)
  await page.getByLabel('Enter the new password again').fill(`${PASSWORD}-8`)
  await page.getByRole('dialog').getByRole('button', { name: /Change the password|Save/ }).click()
  await expect(page.getByText('The password is wrong')).toBeVisible()
  await looked(page, data)
})

test('the dialogs of the settings speak English', async ({ page, baseURL }) => {
  // Many screens, each read by axe.
  test.slow()
  const data = new CompanyData(page)
  await inEnglish(page, baseURL ?? '')
  await registered(page)
  await linked(page, await demoAccount(page, '33016355'))
  for (const [section, opener] of [
    ['security', /^Change the login/],
    ['profile', /^Add/],
    ['accounts', /^Rename/],
    ['accounts', /^Remove/],
    ['cards', /^New card/],
    ['data', /^Read/],
    ['data', /^Delete the profile/],
  ] as const) {
    await page.goto(`/settings/${section}`)
    await page.getByRole('main').getByRole('button', { name: opener }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.waitForLoadState('networkidle')
    await looked(page, data)
    await page.keyboard.press('Escape')
  }
})

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' })

  test('the site opens in the language it was used in last', async ({ page, context, baseURL }) => {
    const installed = async () => {
      await page.waitForFunction(() => navigator.serviceWorker.ready.then((r) => r.active?.state === 'activated'))
      return page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.active?.scriptURL ?? ''))
    }
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Войти' })).toBeVisible()
    expect(await installed()).toContain('lang=ru')
    await inEnglish(page, baseURL ?? '')
    await page.goto('/')
    await expect.poll(installed).toContain('lang=en')
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([expect.stringMatching(/^site-en-/)])

    await context.setOffline(true)
    await page.goto('/')
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
    await page.goto('/register')
    await expect(page.getByRole('heading', { name: 'Registration' })).toBeVisible()
    await context.setOffline(false)
  })
})
