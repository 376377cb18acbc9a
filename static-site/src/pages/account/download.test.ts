import { render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import { ApiError, api } from '../../api'
import { toasts } from '../../app/toasts.svelte'
import Download from './Download.svelte'

afterEach(() => vi.restoreAllMocks())

async function choose(name: RegExp) {
  render(Download, { account: 'sever-33016355', what: 'settlements' })
  screen.getByRole('button', { name: 'Скачать' }).click()
  const link = await screen.findByRole('link', { name })
  link.click()
  return link
}

it('a format is a plain link to its file, fetched once however often it is pressed', async () => {
  const fetch = vi.spyOn(api, 'exportFile').mockImplementation(() => new Promise(() => {}))
  const link = await choose(/CSV/)
  link.click()
  expect(link.getAttribute('href')).toBe('/api/accounts/sever-33016355/exports/settlements.csv')
  expect(fetch).toHaveBeenCalledExactlyOnceWith('sever-33016355', 'settlements.csv')
})

it('a file that is refused is told of, and can be asked for again', async () => {
  vi.spyOn(api, 'exportFile').mockRejectedValue(new ApiError(0, 'network', 'Нет связи.'))
  await choose(/XLSX/)
  await vi.waitFor(() => expect(toasts.list.at(-1)?.text).toBe('Файл не скачан. Нет связи.'))
  expect(screen.getByRole('button', { name: 'Скачать' }).getAttribute('aria-busy')).toBeNull()
})
