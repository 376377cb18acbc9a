/** Who is signed in, which accounts they have, and which of them is on the screen. */
import { api, type LinkedAccount, type Session } from '../api'
import { ApiError } from '../api/error'
import { forget, recall, remember } from './storage'

/** Says only that asking for the session is worth a request: a stranger's first page makes none. */
const HINT = 'signed-in'
const CURRENT = 'account'

class SessionStore {
  user = $state.raw<Session | null>(null)
  /** The account last looked at; the one the menu marks. */
  currentId = $state<string | null>(recall(CURRENT))

  get accounts(): LinkedAccount[] {
    return this.user?.accounts ?? []
  }

  get current(): LinkedAccount | null {
    return this.accounts.find((a) => a.id === this.currentId) ?? this.accounts[0] ?? null
  }

  get canLinkMore(): boolean {
    return this.user !== null && this.accounts.length < this.user.max_accounts
  }

  get maybeSignedIn(): boolean {
    return recall(HINT) !== null
  }

  account(id: string): LinkedAccount | undefined {
    return this.accounts.find((a) => a.id === id)
  }

  /** Asks the server once. A session that is no more is an answer; no connection is an error. */
  async restore(): Promise<void> {
    try {
      this.opened(await api.session())
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) this.closed()
      else throw error
    }
  }

  opened(session: Session): void {
    this.user = session
    remember(HINT, '1')
  }

  async signOut(): Promise<void> {
    try {
      await api.signOut()
    } catch (error) {
      // The session had ended by itself: the same result.
      if (!(error instanceof ApiError && error.status === 401)) throw error
    }
    this.closed()
  }

  closed(): void {
    this.user = null
    this.currentId = null
    forget(HINT)
    forget(CURRENT)
    try {
      sessionStorage.clear()
    } catch {
      // Storage is off: there is nothing to clear.
    }
  }

  select(id: string): void {
    this.currentId = id
    remember(CURRENT, id)
  }

  /** Puts a linked, renamed or extended account into the list. */
  put(account: LinkedAccount): void {
    if (!this.user) return
    const known = this.user.accounts.some((a) => a.id === account.id)
    const accounts = known
      ? this.user.accounts.map((a) => (a.id === account.id ? account : a))
      : [...this.user.accounts, account]
    this.user = { ...this.user, accounts }
  }

  remove(id: string): void {
    if (!this.user) return
    this.user = { ...this.user, accounts: this.user.accounts.filter((a) => a.id !== id) }
    if (this.currentId === id) {
      this.currentId = null
      forget(CURRENT)
    }
  }

  /** What a change of the profile makes of the session. */
  know(news: Partial<Pick<Session, 'login' | 'guide' | 'deletion'>>): void {
    if (this.user) this.user = { ...this.user, ...news }
  }

  consented(): void {
    if (this.user) {
      this.user = { ...this.user, consent: { ...this.user.consent, required: false } }
    }
  }
}

export const session = new SessionStore()
