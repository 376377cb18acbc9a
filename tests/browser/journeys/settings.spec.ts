// Chapter 4.7.1 and the accounts block (R-163… …; C-20, C-21; security rows 24, 25, 90).
// One person for all of it: registrations from one address are limited.

import type { Page } from '@playwright/test'
import {
  accessible,
  codeFor,
  demoAccounts,
  expect,
  fits,
  linked,
  messages,
  newLogin,
  nextCode,
  PASSWORD,
  registered,
  signedIn,
  test,
} from '../support/portal'

test.describe.configure({ mode: 'serial' })

let login = ''
let password = PASSWORD

async function returned(page: Page) {
  if (login === '') login = await registered(page)
  else await signedIn(page, login, password)
}

async function screen(page: Page, section: string, heading: string) {
  await page.goto(`/settings/${section}`)
  await expect(page.getByRole('main').getByRole('heading', { name: heading, exact: true })).toBeVisible()
}

test('the settings are a list of sections, each a place of its own', async ({ page }) => {
  await returned(page)
  await page.goto('/settings')
  const list = page.getByRole('navigation', { name: 'Разделы настроек' })
  await expect(list).toBeVisible()
  await accessible(page)
  await fits(page)
  await list.getByRole('link', { name: /Вход и безопасность/ }).click()
  await expect(page).toHaveURL(/\/settings\/security$/)
  await expect(page.getByRole('heading', { name: 'Вход и безопасность' })).toBeFocused()
  await page.goBack()
  await expect(page).toHaveURL(/\/settings$/)
  await expect(list).toBeVisible()
  await page.goto('/settings/look')
  await page.getByRole('tab', { name: 'Тёмное' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await accessible(page)
  await fits(page)
  await page.goto('/settings/nothing')
  await expect(page).toHaveURL(/\/settings$/)
})

test('the login is changed by password and a code; only the new one works, the old one is told', async ({
  page,
  expected,
}) => {
  // The wrong password, the wrong code, and the old login afterwards.
  expected.refusals.push(422, 401)
  await returned(page)
  await screen(page, 'security', 'Вход и безопасность')
  await page.getByRole('button', { name: 'Сменить логин' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/вход в личный кабинет необходимо осуществлять по новому логину/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Изменить логин' }).click()
  await expect(dialog.getByText('Введите пароль')).toBeVisible()
  await accessible(page)
  await fits(page)
  const next = newLogin()
  await dialog.getByLabel('Действующий пароль').fill('не тот пароль')
  await dialog.getByLabel(/Новый логин/).fill(next)
  await dialog.getByRole('button', { name: 'Изменить логин' }).click()
  await expect(dialog.getByLabel('Действующий пароль')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel(/Новый логин/)).toHaveValue(next)

  // A reload keeps what was typed, but never the password.
  await page.reload()
  await expect(dialog.getByLabel(/Новый логин/)).toHaveValue(next)
  await expect(dialog.getByLabel('Действующий пароль')).toHaveValue('')
  await dialog.getByLabel('Действующий пароль').fill(password)
  await dialog.getByRole('button', { name: 'Изменить логин' }).click()
  await expect(dialog.getByText(/Вы сможете получить новый код через/)).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.reload()
  await expect(dialog.getByText(/Вы сможете получить новый код через/)).toBeVisible()
  const right = await nextCode(page, next, 0)
  await dialog.getByRole('textbox').fill(right === '000000' ? '111111' : '000000')
  await expect(dialog.getByText(/Осталось попыток: 2/).first()).toBeVisible()
  await dialog.getByRole('textbox').fill(right)
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('main').getByText(next)).toBeVisible()
  await expect.poll(async () => (await messages(page.request, login)).some((one) => /логин/i.test(one.subject))).toBe(true)

  const old = login
  login = next
  await page.getByRole('button', { name: 'Выход' }).first().click()
  await page.getByRole('textbox', { name: 'Логин' }).fill(old)
  await page.getByLabel('Пароль', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText(/Логин и\/или пароль не зарегистрированы/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Логин' }).fill(login)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText('Подключить лицевой счет').first()).toBeVisible()
})

test('a login that is taken gets the same answer and no code that fits', async ({ page, browser, expected }) => {
  expected.refusals.push(422)
  await returned(page)
  const other = await browser.newPage()
  const taken = await registered(other)
  await other.close()
  const before = (await messages(page.request, taken)).filter((one) => one.code).length
  await screen(page, 'security', 'Вход и безопасность')
  await page.getByRole('button', { name: 'Сменить логин' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Действующий пароль').fill(password)
  await dialog.getByLabel(/Новый логин/).fill(taken)
  await dialog.getByRole('button', { name: 'Изменить логин' }).click()
  await expect(dialog.getByText(/Вы сможете получить новый код через/)).toBeVisible()
  await dialog.getByRole('textbox').fill('123456')
  await expect(dialog.getByText(/Неверный код|Осталось попыток/).first()).toBeVisible()
  expect((await messages(page.request, taken)).filter((one) => one.code).length).toBe(before)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('main').getByText(login)).toBeVisible()
})

test('the name is saved; a reload and an ended session lose nothing that was typed', async ({ page, expected }) => {
  expected.refusals.push(401)
  await returned(page)
  await screen(page, 'profile', 'Профиль')
  await page.getByLabel('Фамилия').fill('Салтыков-Щедрин 2')
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Только буквы, пробел, дефис и апостроф')).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.getByLabel('Фамилия').fill('Салтыков-Щедрин')
  await page.getByLabel('Имя', { exact: true }).fill('Михаил')
  await page.reload()
  await expect(page.getByLabel('Фамилия')).toHaveValue('Салтыков-Щедрин')
  await page.context().clearCookies({ name: '__Host-sid' })
  await page.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText('Сеанс завершен')).toBeVisible()
  await page.getByLabel('Пароль', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await expect(page.getByText('Персональная информация сохранена')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Имя', { exact: true })).toHaveValue('Михаил')
})

test('contacts are confirmed by a code, apart from the login; the last one stays', async ({ page, expected }) => {
  // The wrong code, and the last contact.
  expected.refusals.push(422, 409)
  await returned(page)
  await screen(page, 'profile', 'Профиль')
  await expect(page.getByText(/Это единственный контакт/)).toBeVisible()
  await page.getByRole('button', { name: 'Добавить: Телефон' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Номер мобильного телефона').fill('12345')
  await dialog.getByRole('button', { name: 'Получить код' }).click()
  await expect(dialog.getByText(/опечатка/)).toBeVisible()
  await accessible(page)
  await fits(page)
  const ten = `9${String(Date.now() + process.pid).slice(-9)}`
  await dialog.getByLabel('Номер мобильного телефона').fill(`8 ${ten}`)
  await dialog.getByRole('button', { name: 'Получить код' }).click()
  await expect(dialog.getByText(/SMS с кодом придёт/)).toBeVisible()
  await page.reload()
  await expect(dialog.getByText(/SMS с кодом придёт/)).toBeVisible()
  const right = await nextCode(page, `+7${ten}`, 0)
  await dialog.getByRole('textbox').fill(right === '000000' ? '111111' : '000000')
  await expect(dialog.getByText(/Осталось попыток: 2/).first()).toBeVisible()
  await dialog.getByRole('textbox').fill(right)
  await expect(page.getByText('Телефон подтверждён')).toBeVisible()
  await expect(page.getByText(/^Подтверждён/)).toHaveCount(2)
  await accessible(page)

  await page.getByRole('button', { name: 'Удалить: E-mail' }).click()
  await expect(dialog.getByText(/приходить больше не будут/)).toBeVisible()
  await accessible(page)
  await dialog.getByRole('button', { name: 'Удалить' }).click()
  await expect(page.getByText('Контакт удалён')).toBeVisible()
  await expect(page.getByText(/Это единственный контакт/)).toBeVisible()

  // Without an e-mail there is no bill by e-mail, and the page says what it takes.
  await screen(page, 'notices', 'Уведомления')
  await expect(page.getByRole('switch', { name: /квитанцию/ })).toBeDisabled()
  await expect(page.getByText('Нужен подтверждённый e-mail.')).toBeVisible()
  await accessible(page)
  await page.getByRole('button', { name: 'Добавить e-mail' }).click()
  const address = newLogin()
  await dialog.getByLabel('E-mail').fill(address)
  await dialog.getByRole('button', { name: 'Получить код' }).click()
  await dialog.getByRole('textbox').fill(await nextCode(page, address, 0))
  await expect(page.getByRole('switch', { name: /квитанцию/ })).toBeEnabled()

  // Another tab was quicker: the server keeps the last contact, and the page says so.
  await screen(page, 'profile', 'Профиль')
  await page.getByRole('button', { name: 'Удалить: E-mail' }).click()
  const headers = { 'x-lk-request': '1', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
  expect((await page.request.delete('/api/profile/contacts/sms', { headers })).ok()).toBe(true)
  await dialog.getByRole('button', { name: 'Удалить' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
})

test('switches are saved at once, and go back when they could not be', async ({ page }) => {
  await returned(page)
  await screen(page, 'notices', 'Уведомления')
  const news = page.getByRole('switch', { name: 'Получать новостные уведомления' })
  const bill = page.getByRole('switch', { name: 'Получать квитанцию в электронном виде на e-mail' })
  await expect(page.getByRole('switch', { name: 'Получать уведомления о новых задолженностях' })).toBeVisible()
  await accessible(page)
  await fits(page)
  await expect(news).not.toBeChecked()
  for (const one of [news, bill]) {
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok())
    await one.check()
    await saved
  }
  await page.reload()
  await expect(news).toBeChecked()
  await expect(bill).toBeChecked()

  await page.route('**/api/profile', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 200, contentType: 'application/json', body: '' })
      : route.fallback(),
  )
  await news.click()
  await expect(page.getByText(/^Не сохранено/)).toBeVisible()
  await expect(news).toBeChecked()
})

test('the password is changed by the old one, and other devices are out', async ({ page, browser, expected }) => {
  expected.refusals.push(422)
  await returned(page)
  const elsewhere = await browser.newPage()
  await signedIn(elsewhere, login, password)
  await screen(page, 'security', 'Вход и безопасность')
  await page.getByRole('button', { name: 'Сменить пароль' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await expect(dialog.getByText('Введите пароль')).toBeVisible()
  await accessible(page)
  await fits(page)
  const next = 'ясное-пламя-9'
  await dialog.getByLabel('Введите старый пароль').fill('не тот пароль')
  await dialog.getByLabel('Введите новый пароль', { exact: true }).fill(next)
  await dialog.getByLabel('Введите новый пароль еще раз').fill('другой')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await expect(dialog.getByText(/Пароли не совпадают/)).toBeVisible()
  await dialog.getByLabel('Введите новый пароль еще раз').fill(next)
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await expect(dialog.getByLabel('Введите старый пароль')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel('Введите новый пароль', { exact: true })).toHaveValue(next)
  await dialog.getByLabel('Введите старый пароль').fill(password)
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByText(/Пароль изменён, сеансы на других устройствах завершены/)).toBeVisible()
  password = next
  expect((await elsewhere.request.get('/api/session')).status()).toBe(401)
  await elsewhere.close()
  await page.reload()
  await expect(page.getByText(/^Изменён/)).toBeVisible()
})

test('three accounts are the limit: the function is off and says why; an account is renamed and detached', async ({
  page,
}) => {
  await returned(page)
  const demo = await demoAccounts(page)
  for (const account of demo.slice(0, 3)) await linked(page, account)
  await screen(page, 'accounts', 'Лицевые счета')
  const add = page.getByRole('button', { name: 'Подключить лицевой счет' })
  await expect(add).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/Можно подключить не более 3/)).toBeVisible()
  await accessible(page)
  await fits(page)
  const number = demo[0]?.number ?? ''
  await page.getByRole('button', { name: `Переименовать: ${number}` }).click()
  await page.getByRole('dialog').getByLabel('Название').fill('Дача')
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click()
  await expect(page.getByRole('link', { name: 'Дача' })).toBeVisible()
  await page.getByRole('button', { name: `Отключить: ${number}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click()
  await expect(page.getByText(`Лицевой счет ${number} отключен`)).toBeVisible()
  await expect(page.getByRole('main').getByRole('link', { name: 'Подключить лицевой счет' })).toBeVisible()
})

test('the consent is read, the data are taken along, and a deletion can be taken back', async ({ page, expected }) => {
  expected.refusals.push(422)
  await returned(page)
  await screen(page, 'data', 'Мои данные')
  await expect(page.getByText(/Редакция .+, принято/)).toBeVisible()
  await page.getByRole('button', { name: 'Прочитать' }).click()
  await expect(page.getByRole('dialog').getByText(/персональных данных/).first()).toBeVisible()
  await accessible(page)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Скачать мои данные' }).click()
  const link = page.getByRole('link', { name: 'Сохранить архив' })
  await expect(link).toBeVisible()
  await accessible(page)
  const zip = await page.request.get((await link.getAttribute('href')) ?? '')
  expect((await zip.body()).subarray(0, 2).toString()).toBe('PK')

  await page.getByRole('button', { name: 'Удалить профиль' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Пароль для подтверждения').fill('не тот пароль')
  await dialog.getByRole('button', { name: 'Удалить профиль' }).click()
  await expect(dialog.getByLabel('Пароль для подтверждения')).toHaveAttribute('aria-invalid', 'true')
  await accessible(page)
  await fits(page)
  await dialog.getByLabel('Пароль для подтверждения').fill(password)
  await dialog.getByRole('button', { name: 'Удалить профиль' }).click()
  await expect(page.getByText(/Профиль будет удалён/)).toBeVisible()
  await page.goto('/')
  await expect(page.getByText(/Профиль будет удалён/)).toBeVisible()
  await accessible(page)
  await fits(page)
  await page.getByRole('button', { name: 'Отменить удаление' }).click()
  await expect(page.getByText('Удаление отменено, профиль остаётся')).toBeVisible()
  await page.reload()
  await expect(page.getByText(/Профиль будет удалён/)).toHaveCount(0)
})
