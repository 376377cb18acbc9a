import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, api } from '../../api'
import { meter, page } from './fixtures'
import { judge, plan, previous } from './readings'
import { ReadingsForm } from './readings-form.svelte'

const rules = page().readings
const now = new Date('2026-11-24T12:00:00Z')
const told = (text: string, over = {}) => judge(meter(over), text, rules, now)

beforeEach(() => sessionStorage.clear())
afterEach(() => vi.restoreAllMocks())

describe('a reading being typed', () => {
  it('gives the consumption at once', () => {
    expect(told('12465')).toMatchObject({
      kind: 'reading',
      value: 12_465,
      consumption: 120,
      doubt: null,
    })
    expect(told(' 012465 ')).toMatchObject({ value: 12_465 })
  })
  it.each(['12 465', '1e4', 'NaN', '12465 м³', '0x1', '١٢'])('«%s» is not one (R-096)', (text) =>
    expect(told(text).kind).toBe('wrong'),
  )
  it('says what is wrong: a fraction, a minus, too many digits (R-097)', () => {
    expect(told('12465,5')).toMatchObject({ message: expect.stringContaining('запятой') })
    expect(told('−5')).toMatchObject({ message: expect.stringContaining('отрицательным') })
    expect(told('112465')).toMatchObject({ message: expect.stringContaining('5') })
  })
  it('below the previous one is doubted but left to the server, which knows of rollovers (R-098)', () => {
    expect(told('12344')).toMatchObject({
      kind: 'reading',
      doubt: expect.stringContaining('Меньше'),
    })
  })
  it('over the limit of the months passed is doubted (R-099, C-11)', () => {
    expect(told('13345')).toMatchObject({ doubt: null })
    expect(told('13346')).toMatchObject({ doubt: expect.stringContaining('больше допустимого') })
    const late = { last_accepted: { value: 12_345, date: '2026-08-24' } }
    expect(told('15345', late)).toMatchObject({ doubt: null })
  })
  it('is compared with the last one sent unless the company refused it', () => {
    const sent = { value: 12_400, date: '2026-11-10', source: 'portal' as const }
    expect(previous(meter({ last_reading: { ...sent, status: 'pending' } }))).toBe(12_400)
    expect(previous(meter({ last_reading: { ...sent, status: 'rejected' } }))).toBe(12_345)
    expect(previous(meter({ last_reading: null, last_accepted: null }))).toBeNull()
  })
})

describe('what is sent', () => {
  const two = [meter(), meter({ id: 'm2' })]
  const entry = (text: string, on = true) => ({ on, text, rollover: false })
  it('is flagged meters only (R-100)', () => {
    const { readings } = plan(
      two,
      { m1: entry('12400'), m2: entry('12400', false) },
      rules,
      new Set(),
    )
    expect(readings).toEqual([{ meter: 'm1', value: 12_400 }])
  })
  it('asks about an unchanged or untouched reading first (C-03, C-10)', () => {
    const entries = { m1: entry('12345'), m2: entry('') }
    const asked = plan(two, entries, rules, new Set())
    expect(asked.unchanged.map((m) => m.id)).toEqual(['m1', 'm2'])
    const sure = plan(two, entries, rules, new Set(['m1', 'm2']))
    expect(sure.unchanged).toEqual([])
    expect(sure.readings).toEqual([
      { meter: 'm1', value: 12_345, unchanged_confirmed: true },
      { meter: 'm2', value: 12_345, unchanged_confirmed: true },
    ])
  })
  it('has no zero consumption where the company takes none', () => {
    const strict = { ...rules, allow_zero: false }
    const { errors, readings } = plan(two, { m1: entry('12345'), m2: entry('') }, strict, new Set())
    expect(Object.keys(errors)).toEqual(['m1', 'm2'])
    expect(readings).toEqual([])
  })
})

describe('the form of readings', () => {
  const make = (flagged = true) => new ReadingsForm('t', () => page({ meters: [meter()] }), flagged)
  it('keeps what is typed over a reload', () => {
    make().type(meter(), '12400')
    expect(make().entry(meter()).text).toBe('12400')
  })
  it('in a payment is flagged by typing and unflagged by emptying (C-10)', () => {
    const form = make(false)
    expect(form.pending).toEqual([])
    form.type(meter(), '12400')
    expect(form.pending.length).toBe(1)
    form.type(meter(), '')
    expect(form.pending).toEqual([])
  })
  it('repeats a lost call under the same key, and shows the refusal of each meter', async () => {
    const send = vi
      .spyOn(api, 'sendReadings')
      .mockRejectedValueOnce(new ApiError(0, 'network', 'нет связи'))
      .mockResolvedValueOnce({
        results: [{ meter: 'm1', status: 'refused', code: 'over_limit', message: 'много' }],
      })
    const form = make()
    form.type(meter(), '19999')
    expect(await form.send()).toBe('failed')
    expect(form.failure).toBe('нет связи')
    expect(await form.send()).toBe('refused')
    expect(form.errors.m1).toBe('много')
    const [first, second] = send.mock.calls
    expect(first?.[2]).toBe(second?.[2])
  })
  it('sends a rollover only after it was confirmed', async () => {
    const send = vi.spyOn(api, 'sendReadings').mockResolvedValue({ results: [] })
    const form = make()
    form.type(meter(), '00003')
    form.confirmRollover(meter(), true)
    await form.send()
    expect(send.mock.calls[0]?.[1]).toEqual([{ meter: 'm1', value: 3, rollover_confirmed: true }])
  })
  it('does not send what was accepted again', async () => {
    vi.spyOn(api, 'sendReadings').mockResolvedValue({
      results: [{ meter: 'm1', status: 'accepted', value: 12_400, consumption: 55, message: '' }],
    })
    const form = make()
    form.type(meter(), '12400')
    expect(await form.send()).toBe('sent')
    expect(await form.send()).toBe('nothing')
    expect(make().entry(meter())).toMatchObject({ on: false, text: '' })
  })
})
