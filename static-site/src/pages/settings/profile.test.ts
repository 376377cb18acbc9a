import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError, api, type Profile, type ProfileChange } from '../../api'
import { ProfileData } from './profile.svelte'

const profile: Profile = {
  login: 'anna@mail.ru',
  channel: 'email',
  created_at: '2026-11-20T10:00:00Z',
  person: {},
  email: { address: 'anna@mail.ru', verified_at: '2026-11-20T10:00:00Z' },
  notices: { debts: true, statuses: true, news: false },
  e_bill: false,
  guide: { skipped: false, seen: [] },
}
const sent: ProfileChange[] = []
let answer: (change: ProfileChange) => Promise<Profile>

async function shown() {
  const data = new ProfileData()
  await vi.waitFor(() => expect(data.resource.data).not.toBeNull())
  return data
}

beforeEach(() => {
  sent.length = 0
  answer = async () => profile
  vi.spyOn(api, 'profile').mockResolvedValue(profile)
  vi.spyOn(api, 'changeProfile').mockImplementation((change) => {
    sent.push(change)
    return answer(change)
  })
})

describe('a switch', () => {
  it('shows its new state before the server has answered', async () => {
    const data = await shown()
    const saved = data.notice('news', true)
    expect(data.resource.data?.notices.news).toBe(true)
    await saved
    expect(data.resource.data?.notices.news).toBe(true)
  })

  it('that failed goes back alone: another one pressed meanwhile stays as it is', async () => {
    const data = await shown()
    answer = ({ notices }) =>
      notices?.news === true
        ? Promise.reject(new ApiError(0, 'network', 'Нет связи'))
        : Promise.resolve(profile)
    const first = data.notice('news', true)
    const second = data.notice('statuses', false)
    await expect(first).rejects.toThrow()
    await second
    expect(data.resource.data?.notices).toEqual({ debts: true, statuses: false, news: false })
  })

  it('pressed twice is sent in the order of the presses', async () => {
    const data = await shown()
    await Promise.all([data.eBill(true), data.eBill(false)])
    expect(sent.map((change) => change.e_bill)).toEqual([true, false])
  })
})
