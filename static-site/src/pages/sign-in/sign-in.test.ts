import { expect, it } from 'vitest'
import { ApiError } from '../../api/error'
import { passwordIsOff } from './sign-in'

it('a pause with an end is waited for; one without an end needs a recovery (security row 19)', () => {
  const paused = (retryAfter?: number) =>
    new ApiError(429, 'sign_in_paused', 'Слишком много попыток', { retryAfter })
  expect(passwordIsOff(paused(8))).toBe(false)
  expect(passwordIsOff(paused())).toBe(true)
  expect(passwordIsOff(new ApiError(429, 'too_many_requests', 'Подождите'))).toBe(false)
})
