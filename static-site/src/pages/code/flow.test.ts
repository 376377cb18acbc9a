import { expect, it } from 'vitest'
import { running } from './flow'

it('a flow counts on after a reload: it keeps moments, not seconds left', () => {
  const flow = {
    id: 'F',
    channel: 'email',
    sent_to: 'a**@mail.ru',
    expires_in: 160,
    resend_in: 115,
    code_length: 6,
  } as const
  expect(running(flow, 1000)).toMatchObject({ expiresAt: 161_000, resendAt: 116_000, id: 'F' })
})
