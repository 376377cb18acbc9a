// Chapters 4.3 and 4.3.1.2: the sections of an account and «Взаиморасчеты» (R-044… …R-062).

import type { Locator, Page } from '@playwright/test'
import { accessible, expect, fits, test, unlinked } from '../support/member'
import { demoAccount, linked } from '../support/portal'

const row = (page: Page, month: string) => page.locator('tr', { hasText: new RegExp(month, 'i') })
const why = (page: Page, month: string) => page.getByRole('button', { name: new RegExp(month, 'i') })

/** Nothing of it is cut off at the sides, however far down it stands. */
async function inSight(page: Page, item: Locator) {
  const width = page.viewportSize()?.width ?? 0
  await expect
    .poll(async () => {
      const box = await item.boundingBox()
      return box !== null && box.x >= 0 && box.x + box.width <= width
    })
    .toBe(true)
}

test('the manual’s months stand to the kopeck, and each says why (figure 22)', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/settlements?year=2019`)
  await expect(page.getByRole('heading', { name: 'Газоснабжение природным газом' })).toBeVisible()
  await accessible(page)
  await fits(page)

  const august = row(page, 'август\\s2019').last()
  await expect(august).toContainText(/2\s580,43\s₽ \(466\sм³\)/)
  await expect(august).toContainText(/−5\s899,95\s₽\s*\(Задолженность\)/)
  const july = row(page, 'июль\\s2019').last()
  await expect(july).toContainText(/3\s319,52\s₽ \(600\sм³\)/)
  await expect(july).toContainText(/2\s728,07\s₽/)
  await expect(july).toContainText(/−3\s319,52\s₽\s*\(Задолженность\)/)

  await why(page, 'август\\s2019').click()
  await expect(page.getByText(/−3\s319,52 − 2\s580,43 \+ 0,00 = −5\s899,95/)).toBeVisible()
  await expect(page.getByText(/Тариф за этот месяц компания не передала/)).toBeVisible()
  await accessible(page)
  await fits(page)
})

test('a charge below zero is shown with its volume and lowers the debt (R-057, R-059)', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/settlements?year=2019`)
  const september = row(page, 'сентябрь\\s2019').last()
  await expect(september).toContainText(/−2\s574,90\s₽ \(−465\sм³\)/)
  await expect(september).toContainText(/месяц не закрыт/)
  await why(page, 'сентябрь\\s2019').click()
  await expect(page.getByText(/−5\s899,95 − \(−2\s574,90\) \+ 0,00 = −3\s325,05/)).toBeVisible()
  await expect(page.getByText(/газовая компания не передала окончательные данные/)).toBeVisible()
  await expect(page.getByText(/обычно так уточняют объем/)).toBeVisible()
})

test('a charge is volume by tariff, and the balance goes on from month to month (R-056, R-061)', async ({
  page,
  member,
}) => {
  const path = `/api/accounts/${member.extended}/settlements`
  const { years, year, services } = await (await page.request.get(path)).json()
  expect([...years].sort().reverse()).toEqual(years)
  expect(year).toBe(years[0])
  await page.goto(`/accounts/${member.extended}/settlements`)
  const [newest, before] = services[0].months
  expect(newest.opening).toBe(before.closing)

  const buttons = page.getByRole('button', { name: new RegExp(`\\s${year}$`) })
  await expect(buttons).toHaveCount(services[0].months.length)
  await buttons.nth(1).click()
  await expect(page.getByText(/₽ за\sм³/)).toBeVisible()
  await expect(page.getByText('На начало периода').last()).toBeVisible()
  await accessible(page)
  await fits(page)
})

test('the year is chosen, kept over a reload, and drawn', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/settlements`)
  await expect(page.getByText('Начислено за год')).toBeVisible()
  await page.getByLabel('Год', { exact: true }).selectOption('2019')
  await expect(page.getByText('август 2019').filter({ visible: true }).first()).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Год', { exact: true })).toHaveValue('2019')
  await page.getByText('Показать таблицей').click()
  const table = page.getByRole('table', { name: /Начислено и оплачено/ })
  await expect(table.getByRole('row', { name: /август/ })).toContainText(/2\s580,43/)
  await page.getByRole('button', { name: 'Следующий год' }).click()
  await expect(page.getByLabel('Год', { exact: true })).toHaveValue('2020')
  await expect(page).toHaveURL(/year=2020/)
  // A year that has no months leads to the newest one.
  await page.goto(`/accounts/${member.extended}/settlements?year=1999`)
  await expect(page.getByLabel('Год', { exact: true })).not.toHaveValue('1999')
  await expect(page.getByText('Начислено за год')).toBeVisible()
})

test('seven sections fit a phone: the one that is open is in sight, arrows move', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/acts`)
  const sections = page.getByRole('navigation', { name: 'Разделы лицевого счета' })
  await expect(sections.getByRole('link')).toHaveText([
    'Услуги',
    'Приборы учета',
    'Платежи',
    'Абонент',
    'Взаиморасчеты',
    'Договоры',
    'Акты',
  ])
  const open = sections.getByRole('link', { name: 'Акты' })
  await expect(open).toHaveAttribute('aria-current', 'page')
  await inSight(page, open)
  await open.focus()
  await page.keyboard.press('Home')
  await expect(sections.getByRole('link', { name: 'Услуги' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/services$/)
  await inSight(page, sections.getByRole('link', { name: 'Услуги' }))
  await fits(page)
})

test('what is not loaded is told, and asked for again by one button', async ({ page, member, expected }) => {
  expected.refusals.push(503)
  const path = `**/api/accounts/${member.extended}/settlements`
  await page.route(path, (route) => route.fulfill({ status: 503, body: '<html></html>' }))
  await page.goto(`/accounts/${member.extended}/settlements`)
  await expect(page.getByText('Не удалось загрузить данные')).toBeVisible()
  await accessible(page)
  await page.unroute(path)
  await page.getByRole('button', { name: 'Повторить' }).click()
  await expect(page.getByText('Начислено за год')).toBeVisible()
})

test('the limited version shows the locks, and each leads to the extended one (R-046, R-047)', async ({
  page,
  member,
  expected,
}) => {
  expected.refusals.push(422)
  await page.goto(`/accounts/${member.limited}`)
  const sections = page.getByRole('navigation', { name: 'Разделы лицевого счета' })
  await expect(sections.getByRole('link', { name: /в расширенной версии/ })).toHaveCount(4)
  await accessible(page)
  await fits(page)
  for (const name of ['Абонент', 'Взаиморасчеты', 'Договоры', 'Акты']) {
    await sections.getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { name: `${name} — в расширенной версии` })).toBeVisible()
    await accessible(page)
    await fits(page)
  }
  for (const section of ['settlements', 'subscriber', 'contracts', 'acts']) {
    const refused = await page.request.get(`/api/accounts/${member.limited}/${section}`)
    expect(refused.status()).toBe(403)
    expect((await refused.json()).code).toBe('extended_required')
  }
  await page.getByRole('button', { name: 'Подключить расширенную версию' }).last().click()
  await expect(page.getByText('ответьте на контрольный вопрос').last()).toBeVisible()
  await accessible(page)
  await page.getByLabel('Введите ответ на контрольный вопрос').fill('не тот номер')
  await page.getByRole('button', { name: 'Ответить' }).click()
  await expect(page.getByRole('dialog').getByText(/не совпа|неверн/i).first()).toBeVisible()
  await expect(page.getByLabel('Введите ответ на контрольный вопрос')).toHaveValue('не тот номер')
  await page.getByRole('button', { name: 'Подключить расширенную версию позже' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('sections that another company does not show are not there, by address neither (R-045)', async ({
  page,
}) => {
  const id = await linked(page, await demoAccount(page, '1020318'), true)
  await page.goto(`/accounts/${id}/acts`)
  const sections = page.getByRole('navigation', { name: 'Разделы лицевого счета' })
  await expect(sections.getByRole('link')).toHaveText([
    'Услуги',
    'Приборы учета',
    'Платежи',
    'Абонент',
    'Взаиморасчеты',
  ])
  await expect(page).toHaveURL(new RegExp(`/accounts/${id}$`))
  await accessible(page)
  await fits(page)
  const refused = await page.request.get(`/api/accounts/${id}/acts`)
  expect(refused.status()).toBe(403)
  expect((await refused.json()).code).toBe('not_permitted')

  // Of its services one is listed at a time.
  await sections.getByRole('link', { name: 'Взаиморасчеты' }).click()
  const services = page.getByRole('tablist', { name: 'Услуги' })
  const gas = services.getByRole('tab', { name: 'Газоснабжение природным газом' })
  await expect(gas).toHaveAttribute('aria-selected', 'true')
  await gas.focus()
  await page.keyboard.press('End')
  await expect(services.getByRole('tab', { name: 'Техобслуживание ВДГО' })).toBeFocused()
  const listed = page.getByRole('tabpanel', { name: 'Техобслуживание ВДГО' })
  await listed.getByRole('button', { name: /\s\d{4}$/ }).nth(1).click()
  await expect(listed.getByText(/услуга оплачивается не по объему/)).toBeVisible()
  await accessible(page)
  await fits(page)
  await unlinked(page, id)
})
