import { fireEvent, render, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import Button from './Button.svelte'
import CodeInput from './CodeInput.svelte'
import Combobox from './Combobox.svelte'
import Money from './Money.svelte'

describe('a button', () => {
  it('pressed again while its promise runs does nothing', async () => {
    let finish = () => {}
    const onclick = vi.fn(
      () =>
        new Promise<void>((done) => {
          finish = done
        }),
    )
    render(Button, { label: 'Передать', onclick })
    const button = screen.getByRole('button', { name: 'Передать' })
    await fireEvent.click(button)
    await fireEvent.click(button)
    expect(onclick).toHaveBeenCalledTimes(1)
    expect(button.getAttribute('aria-busy')).toBe('true')
    finish()
    await vi.waitFor(() => expect(button.getAttribute('aria-busy')).toBeNull())
  })
})

describe('the code', () => {
  it('is taken from a paste with spaces, and told once when it is whole', async () => {
    const oncomplete = vi.fn()
    render(CodeInput, { value: '', length: 6, oncomplete })
    const input = screen.getByLabelText('Код подтверждения') as HTMLInputElement
    await fireEvent.input(input, { target: { value: 'код: 123 456 7' } })
    expect(input.value).toBe('123456')
    await fireEvent.input(input, { target: { value: '123456' } })
    expect(oncomplete).toHaveBeenCalledExactlyOnceWith('123456')
  })
})

describe('a list one can search', () => {
  it('is chosen from by keyboard alone', async () => {
    const onchange = vi.fn()
    render(Combobox, {
      label: 'Компания',
      value: '',
      options: [
        { value: 'sever', label: 'ООО «Северогаз Регион»' },
        { value: 'volga', label: 'ООО «Волгагаз Сервис»' },
      ],
      onchange,
    })
    const input = screen.getByRole('combobox')
    await fireEvent.input(input, { target: { value: 'волга' } })
    expect(screen.getAllByRole('option')).toHaveLength(1)
    await fireEvent.keyDown(input, { key: 'Enter' })
    expect(onchange).toHaveBeenCalledWith('volga')
    expect(input.getAttribute('aria-expanded')).toBe('false')
  })
})

describe('a balance', () => {
  it('in debt has the minus sign and says so aloud', () => {
    const { container } = render(Money, { kopecks: -589995, balance: true })
    expect(container.querySelector('.debt')?.textContent).toContain('\u22125\u00a0899,95\u00a0₽')
    expect(container.textContent).toContain('Задолженность')
  })
  it('of zero counts as no debt', () => {
    const { container } = render(Money, { kopecks: 0, balance: true })
    expect(container.querySelector('.credit')).not.toBeNull()
  })
})
