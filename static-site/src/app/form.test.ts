import { describe, expect, it } from 'vitest'
import { ApiError } from '../api/error'
import { Form } from './form.svelte'

const refused = (fields: string[]) =>
  new ApiError(422, 'invalid_fields', 'Проверьте поля', {
    fields: fields.map((field) => ({ field, code: 'x', message: `нет: ${field}` })),
  })

describe('a form', () => {
  it('is not sent while a field is wrong', async () => {
    const form = new Form({ sum: '' }, ({ sum }) => ({ sum: sum ? undefined : 'пусто' }))
    let sent = 0
    await form.submit(async () => void sent++)
    expect(form.errors.sum).toBe('пусто')
    expect(sent).toBe(0)
  })

  it('pressed twice is sent once', async () => {
    const form = new Form({})
    let sent = 0
    const act = () =>
      new Promise<void>((done) => {
        sent++
        setTimeout(done, 5)
      })
    await Promise.all([form.submit(act), form.submit(act)])
    expect(sent).toBe(1)
    expect(form.busy).toBe(false)
  })

  it('puts what the server says of a field at the field, with no line of its own', async () => {
    const form = new Form({ login: 'x', password: 'y' })
    await form.submit(() => Promise.reject(refused(['password'])))
    expect(form.errors).toEqual({ password: 'нет: password' })
    expect(form.message).toBeNull()
  })

  it('tells a refusal of a field it does not show in the message line', async () => {
    const form = new Form({ login: 'x' })
    await form.submit(() => Promise.reject(refused(['password'])))
    expect(form.message).toBe('нет: password')
  })

  it('keeps what was typed when the call fails', async () => {
    const form = new Form({ login: 'anna' })
    await form.submit(() => Promise.reject(new ApiError(0, 'network', 'Нет связи')))
    expect(form.values.login).toBe('anna')
    expect(form.message).toBe('Нет связи')
  })

  it('lets its page take a refusal first', async () => {
    const form = new Form({ code: '1' })
    await form.submit(
      () => Promise.reject(new ApiError(410, 'code_expired', 'Истёк')),
      (error) => error.code === 'code_expired',
    )
    expect(form.message).toBeNull()
  })
})
