// Chapter 3.3: a forgotten password (R-021…R-027).

import {
  accessible,
  codeFor,
  expect,
  fits,
  messages,
  newLogin,
  PASSWORD,
  registered,
  signedIn,
  test,
} from '../support/portal'

const NEW = 'синее-пламя-8'

test('a forgotten password is replaced by a code: whoever has the code is in, everybody else is out', async ({
  page,
  browser,
  expected,
}) => {
  // The wrong code, and the old password afterwards.
  expected.refusals.push(422, 401)
  const login = await registered(page)
  const elsewhere = await browser.newPage()
  await signedIn(elsewhere, login)
  await page.context().clearCookies()

  await page.goto('/')
  await page.getByLabel('Логин').fill(login)
  await page.getByRole('link', { name: 'Забыли пароль?' }).click()
  await expect(page.getByRole('heading', { name: 'Восстановление пароля' })).toBeVisible()
  await expect(page.getByLabel('Логин')).toHaveValue(login)
  await accessible(page)
  await fits(page)

  await page.getByLabel('Новый пароль', { exact: true }).fill('абв')
  await page.getByRole('button', { name: 'Восстановить пароль' }).click()
  await expect(page.getByText(/нужно не меньше 5/)).toBeVisible()
  await page.getByLabel('Новый пароль', { exact: true }).fill(NEW)
  await page.getByLabel('Повторите новый пароль').fill(`${NEW}9`)
  await page.getByRole('button', { name: 'Восстановить пароль' }).click()
  await expect(page.getByText(/Пароли не совпадают/)).toBeVisible()
  await accessible(page)
  // Nothing is sent before the form is right.
  expect((await messages(page.request, login)).filter((one) => one.code).length).toBe(1)

  await page.getByLabel('Повторите новый пароль').fill(NEW)
  await page.getByRole('button', { name: 'Восстановить пароль' }).click()
  await expect(page.getByText(/Вы сможете получить новый код через \d+/)).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.reload()
  await expect(page.getByText(/Вы сможете получить новый код через \d+/)).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(NEW)

  await expect.poll(async () => (await messages(page.request, login)).filter((one) => one.code).length).toBe(2)
  const right = await codeFor(page.request, login)
  await page.getByRole('textbox').fill(right === '000000' ? '111111' : '000000')
  await expect(page.getByText(/Осталось попыток: 2/).first()).toBeVisible()
  await page.getByRole('textbox').fill(right)
  await expect(page.getByText('Подключить лицевой счет').first()).toBeVisible()

  expect((await elsewhere.request.get('/api/session')).status()).toBe(401)
  await elsewhere.close()
  await page.getByRole('button', { name: 'Выход' }).first().click()
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Пароль', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText(/Логин и\/или пароль не зарегистрированы/)).toBeVisible()
  await page.getByLabel('Пароль', { exact: true }).fill(NEW)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText('Подключить лицевой счет').first()).toBeVisible()
})

test('a login that nobody has leads to the same step, and the countdown ends in a link', async ({ page, expected }) => {
  // The browser's clock runs ahead of the server's, which has the last word.
  expected.refusals.push(429)
  await page.clock.install()
  const login = newLogin()
  await page.goto('/recover')
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Новый пароль', { exact: true }).fill(NEW)
  await page.getByLabel('Повторите новый пароль').fill(NEW)
  await page.getByRole('button', { name: 'Восстановить пароль' }).click()
  await expect(page.getByText(/Если этот адрес зарегистрирован/)).toBeVisible()
  await expect(page.getByText(/Вы сможете получить новый код через \d+/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Отправить код еще раз' })).toHaveCount(0)
  await page.clock.fastForward('01:11')
  await page.getByRole('button', { name: 'Отправить код еще раз' }).click()
  await expect(page.getByRole('alert')).toBeVisible()

  await page.getByRole('button', { name: 'Отменить восстановление пароля' }).click()
  await expect(page.getByLabel('Логин')).toHaveValue(login)
})

test('a login whose password is switched off is led to the recovery', async ({ page, expected }) => {
  expected.refusals.push(429)
  // Nobody types a hundred wrong passwords in a test: the server's answer to the next one is put in its place.
  await page.route('**/api/session', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 429,
          contentType: 'application/problem+json',
          body: JSON.stringify({ code: 'sign_in_paused', title: 'Вход по паролю отключён.' }),
        })
      : route.fallback(),
  )
  const login = newLogin()
  await page.goto('/')
  await page.getByLabel('Логин').fill(login)
  await page.getByLabel('Пароль', { exact: true }).fill('какой-то пароль')
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText(/Вход по паролю отключён/)).toBeVisible()
  await accessible(page)
  await page.getByRole('link', { name: 'Восстановить пароль' }).click()
  await expect(page.getByRole('heading', { name: 'Восстановление пароля' })).toBeVisible()
  await expect(page.getByLabel('Логин')).toHaveValue(login)
})
