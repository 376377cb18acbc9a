import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { idempotencyKey, onSessionEnded } from './client'
import { ApiError } from './error'
import { api } from './index'

const answer = (status: number, body?: unknown, headers: Record<string, string> = {}) =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
const problem = (status: number, code: string, more: object = {}) =>
  answer(status, { type: 'about:blank', title: 'Текст', status, code, request_id: 'r', ...more })

const net = vi.fn<(request: Request) => Promise<Response>>()
const sent = () => net.mock.calls.map(([request]) => request)
beforeEach(() => vi.stubGlobal('fetch', net))
afterEach(() => {
  net.mockReset()
  vi.unstubAllGlobals()
  onSessionEnded(() => Promise.resolve(false))
})

const refusal = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error: unknown) => {
      if (error instanceof ApiError) return error
      throw error
    },
  )

describe('a call', () => {
  it('that changes something carries the header, the content type and the key the server asks for', async () => {
    net.mockResolvedValue(answer(201, { id: 'P' }))
    await api.pay('sever-1', { lines: [{ service: 'gas', amount: 1000 }], method: 'new_card' }, 'k')
    const [request] = sent()
    expect(new URL(request?.url ?? '').pathname).toBe('/api/accounts/sever-1/payments')
    expect(request?.headers.get('x-lk-request')).toBe('1')
    expect(request?.headers.get('content-type')).toBe('application/json')
    expect(request?.headers.get('idempotency-key')).toBe('k')
    expect(await request?.json()).toMatchObject({ method: 'new_card' })
  })

  it('takes once what was asked for before the code came, and asks again for a refusal', async () => {
    const early = (status: number) => ({
      '/api/accounts/a': Promise.resolve(answer(status, { early: true })),
    })
    net.mockImplementation(async () => answer(200, { early: false }))
    vi.stubGlobal('early', early(200))
    expect(await api.account('a')).toEqual({ early: true })
    expect(await api.account('a')).toEqual({ early: false })
    vi.stubGlobal('early', early(401))
    expect(await api.account('a')).toEqual({ early: false })
  })

  it('with an id of strange characters stays one segment of the path', async () => {
    net.mockResolvedValue(answer(200, {}))
    await api.payment('../session')
    expect(new URL(sent()[0]?.url ?? '').pathname).toBe('/api/payments/..%2Fsession')
  })

  it('whose answer has no body is simply done', async () => {
    net.mockResolvedValue(answer(204))
    await expect(api.acceptConsent('1')).resolves.toBeUndefined()
  })

  it('that is refused is an ApiError with its fields and its wait', async () => {
    const fields = [{ field: 'login', code: 'x', message: 'Нет' }]
    net.mockResolvedValue(
      answer(422, { code: 'invalid_fields', title: 'Проверьте', fields }, { 'retry-after': '7' }),
    )
    const error = await refusal(api.register({ login: '', password: '' }))
    expect(error).toMatchObject({
      status: 422,
      code: 'invalid_fields',
      title: 'Проверьте',
      retryAfter: 7,
    })
    expect(error.field('login')).toBe('Нет')
  })

  it('answered by a page of a proxy is refused with words of our own', async () => {
    net.mockResolvedValue(new Response('<html>502</html>', { status: 502 }))
    const error = await refusal(api.companies())
    expect(error.code).toBe('unreadable')
    expect(error.title).toMatch(/временно недоступен/)
  })

  it('that reaches nobody is told as no connection', async () => {
    net.mockRejectedValue(new TypeError('Failed to fetch'))
    expect((await refusal(api.companies())).offline).toBe(true)
  })
})

describe('a file', () => {
  const named = (disposition: string) =>
    new Response('Период;Начислено', { headers: { 'content-disposition': disposition } })
  it.each([
    [
      `attachment; filename="settlements-33016355.csv"; filename*=UTF-8''%D0%92%D0%B7%D0%B0%D0%B8%D0%BC%D0%BE%D1%80%D0%B0%D1%81%D1%87%D0%B5%D1%82%D1%8B.csv`,
      'Взаиморасчеты.csv',
    ],
    ['attachment; filename="settlements-33016355.csv"', 'settlements-33016355.csv'],
    ['attachment', null],
  ])('named «%s» is saved as %s', async (disposition, name) => {
    net.mockResolvedValue(named(disposition))
    const saved = await api.exportFile('sever-33016355', 'settlements.csv')
    expect(saved.name).toBe(name)
    expect(await saved.file.text()).toBe('Период;Начислено')
  })

  it('asked for after the session ended is asked for again', async () => {
    net.mockResolvedValueOnce(problem(401, 'session_required'))
    net.mockResolvedValueOnce(named('attachment'))
    onSessionEnded(() => Promise.resolve(true))
    const saved = await api.exportFile('sever-33016355', 'settlements.csv')
    expect(await saved.file.text()).toBe('Период;Начислено')
  })
})

describe('an ended session', () => {
  it('is asked for once, and every waiting call is made again with the same body and key', async () => {
    net.mockImplementation(async () => problem(401, 'session_required'))
    const ask = vi.fn(async () => {
      net.mockImplementation(async () => answer(200, { ok: true }))
      return true
    })
    onSessionEnded(ask)
    const readings = [{ meter: 'm', value: '812' }]
    await Promise.all([api.sendReadings('sever-1', readings, 'one'), api.companies()])
    expect(ask).toHaveBeenCalledTimes(1)
    const tries = sent().filter((request) => request.url.endsWith('/readings'))
    expect(tries).toHaveLength(2)
    expect(await tries[1]?.json()).toEqual({ readings })
    expect(tries[1]?.headers.get('idempotency-key')).toBe('one')
  })

  it('that nobody brings back stays a refusal, and is not asked for twice by one call', async () => {
    net.mockImplementation(async () => problem(401, 'session_required'))
    const ask = vi.fn(async () => true)
    onSessionEnded(ask)
    expect((await refusal(api.companies())).status).toBe(401)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('is only an answer to whoever asks whether there is one', async () => {
    net.mockImplementation(async () => problem(401, 'session_required'))
    const ask = vi.fn(async () => true)
    onSessionEnded(ask)
    await refusal(api.session())
    expect(ask).not.toHaveBeenCalled()
  })
})

it('an idempotency key is fit for its header and never the same', () => {
  expect(idempotencyKey()).toMatch(/^[0-9a-f]{32}$/)
  expect(idempotencyKey()).not.toBe(idempotencyKey())
})
