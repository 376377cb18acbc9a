/**
 * Pages as HTML, so that the first screen does not wait for a script: the sign-in page whole, and of an account what is
 * the same for everybody, the frame with places for what is to come.
 */
import { render } from 'svelte/server'
import t from '$texts/page'
import type { LinkedAccount, Session } from './api'
import App from './app/App.svelte'
import { router } from './app/router.svelte'
import { type Frame, matchRoute, type Page, routes } from './app/routes'
import Shell from './app/Shell.svelte'
import { session } from './app/session.svelte'
import AccountSkeleton from './pages/account/AccountSkeleton.svelte'

// The frame asks whether there is a network; Node knows no answer, and Node 20 not even the question.
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true }, configurable: true })

/** Title of a page that is not known yet. */
export const brand = t.shell

async function html(path: string, page: Page, frame: Frame | null): Promise<string> {
  router.shown = { match: matchRoute(path), page, frame, path, query: '' }
  return (await render(App)).body
}

export async function signInPage(): Promise<string> {
  return html('/', (await routes.signIn.load()).default, null)
}

export async function accountPage(): Promise<string> {
  // It takes the room in the menu that the person's own will take.
  const anyAccount: LinkedAccount = {
    id: '-',
    company: '',
    company_name: '\u00a0',
    number: '\u00a0',
    level: 'extended',
    linked_at: '',
    extension_questions: [],
    pin_requests: false,
  }
  const nobodyYet: Session = {
    user: '',
    login: '',
    accounts: [anyAccount],
    max_accounts: 2,
    idle_seconds: 0,
    consent: { required: false, version: '' },
    guide: { seen: [], skipped: true },
  }
  session.user = nobodyYet
  return html('/accounts/-', AccountSkeleton, Shell)
}
