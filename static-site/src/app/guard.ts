/** Who may see which screen, and where they go instead. */
import { href, type Match, routes } from './routes'
import { session } from './session.svelte'

/** Where a signed-in person starts: consent and choice first, else the account last looked at. */
export function home(): string {
  const account = session.current
  if (session.user?.consent.required || !account) return href('welcome')
  return href('account', { account: account.id })
}

export function guard(match: Match | null): string | null {
  if (!match) return null
  const { access } = routes[match.name]
  if (access === 'guest') return session.user ? (returnPath() ?? home()) : null
  if (!session.user) {
    return `${href('signIn')}?next=${encodeURIComponent(location.pathname + location.search)}`
  }
  if (session.user.consent.required) return match.name === 'welcome' ? null : href('welcome')
  if (match.name === 'welcome' && session.accounts.length > 0) return home()
  return null
}

/** The page that asked for the sign-in; only a path of this site. */
export function returnPath(): string | null {
  const next = new URLSearchParams(location.search).get('next')
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return null
  return next
}
