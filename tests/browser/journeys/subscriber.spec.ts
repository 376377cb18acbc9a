// Chapters 4.3.3…4.3.5: «Абонент», «Договоры», «Акты» (R-106…R-114), figures 34–36.

import { accessible, expect, fits, test } from '../support/member'

test('the subscriber’s card, equipment, and whom to tell of a mistake', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/subscriber`)
  await expect(page.getByRole('heading', { name: 'Карточка абонента' })).toBeVisible()
  const card = page.getByRole('region', { name: 'Карточка абонента' })
  for (const [name, value] of [
    ['Номер лицевого счета', '33016355'],
    ['Газовая плита', 'Да'],
    ['Газовое отопление', 'Да'],
    ['Количество проживающих', '1'],
    ['Отдельная квартира', 'Да'],
    ['Площадь общая', '135,1'],
  ] as const) {
    await expect(card.getByText(name, { exact: true })).toHaveCount(1)
    await expect(card.locator('div', { has: page.getByText(name, { exact: true }) }).last()).toContainText(value)
  }
  for (const title of ['Льготы', 'Режимы потребления']) {
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
  }
  const equipment = page.getByRole('region', { name: 'Установленное оборудование' })
  await expect(equipment).toContainText('MORA 5114, № 2 (000743123)')
  await expect(equipment).toContainText('Емкостные водонагреватели, котлы, печные горелки')
  await expect(equipment).toContainText('BOSCH NSF 122 CRF, № 1 (000743124)')
  await expect(page.getByText('Если данные неверны, обратитесь в газовую компанию')).toBeVisible()
  await expect(page.getByRole('link', { name: /^Позвонить/ })).toHaveAttribute('href', /^tel:8\d{10}$/)
  await expect(page.getByRole('link', { name: /^Написать/ })).toHaveAttribute('href', /^mailto:.+@/)
  await accessible(page)
  await fits(page)
})

test('contracts in force stand first, the archive opens with its switch', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/contracts`)
  const active = page.getByRole('region', { name: 'Действующие' })
  await expect(active.getByRole('listitem')).toHaveCount(2)
  const gas = active.getByRole('listitem').filter({ hasText: 'Газоснабжение природным газом' })
  await expect(gas).toContainText('33016355')
  await expect(gas).toContainText('Пролонгирован')
  await expect(gas).toContainText(/с 2\sянваря 2013/)
  await expect(gas).toContainText('Бессрочный')
  const upkeep = active.getByRole('listitem').filter({ hasText: 'Техобслуживание ВДГО' })
  await expect(upkeep).toContainText('Заключен')
  await expect(upkeep).toContainText(/с 24\sиюля 2009/)
  await accessible(page)
  await fits(page)
  await expect(page.getByRole('heading', { name: 'Завершенные' })).toHaveCount(0)
  await page.getByRole('switch', { name: 'Архив' }).press('Space')
  await expect(page.getByRole('heading', { name: 'Завершенные' })).toBeVisible()
  await accessible(page)
  await fits(page)
})

test('an act unfolds to its works and total (figure 36)', async ({ page, member }) => {
  await page.goto(`/accounts/${member.extended}/acts`)
  const acts = page.getByText(/^Акт выполненных работ/)
  await expect(acts).toHaveText([
    'Акт выполненных работ 3300000000089811 от 08.06.2018 14:37:03',
    'Акт выполненных работ 3300000000013905 от 11.05.2016 14:51:36',
  ])
  await accessible(page)
  await fits(page)
  await acts.first().click()
  const works = page.getByRole('table', { name: 'Выполненные работы' })
  await expect(works).toBeVisible()
  await expect(works.getByRole('columnheader')).toHaveText(['Услуга и оборудование', 'Сумма'])
  await expect(works.getByRole('row', { name: /Техобслуживание ВДГО/ })).toContainText(/797,48\s₽/)
  await expect(works.getByRole('row', { name: /ИТОГО/ })).toContainText(/797,48\s₽/)
  await accessible(page)
  await fits(page)
})
