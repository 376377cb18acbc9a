import { describe, expect, it } from 'vitest'
import { buildPath, matchPath } from './pattern'

describe('a path', () => {
  it('gives the parameters its pattern names', () => {
    expect(matchPath('/accounts/:account/:section?', '/accounts/sever-33016355/meters')).toEqual({
      account: 'sever-33016355',
      section: 'meters',
    })
  })
  it('may leave an optional parameter out, but not a mandatory one', () => {
    expect(matchPath('/accounts/:account/:section?', '/accounts/a-1/')).toEqual({ account: 'a-1' })
    expect(matchPath('/payments/:id/result', '/payments/result')).toBeNull()
  })
  it('does not match with more segments than its pattern', () => {
    expect(matchPath('/settings', '/settings/x')).toBeNull()
    expect(matchPath('/', '/anything')).toBeNull()
    expect(matchPath('/', '/')).toEqual({})
  })
  it('that is not valid percent-encoding is another path, not a crash', () => {
    expect(matchPath('/accounts/:account', '/accounts/%E0%A4%A')).toBeNull()
  })
  it('is built back with its parameters encoded', () => {
    expect(buildPath('/accounts/:account/:section?', { account: 'a/1' })).toBe('/accounts/a%2F1')
  })
})
