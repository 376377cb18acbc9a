/** The History API behind lazy pages: titles, focus, scroll, and links that stay ordinary links. */

import { tick } from 'svelte'
import t from '$texts/app'
import { type Frame, load, type Match, matchRoute, type Page, routes } from './routes'

type Shown = {
  match: Match | null
  page: Page | null
  /** What stands around the pages of a signed-in person. */
  frame: Frame | null
  path: string
  query: string
}

type Guard = (match: Match | null) => string | null

class Router {
  /** What is on the screen now. */
  shown = $state.raw<Shown>({ match: null, page: null, frame: null, path: '', query: '' })
  /** A page is on its way: the shell shows a thin line. */
  loading = $state(false)
  /** The page could not be fetched. */
  failed = $state(false)

  #guard: Guard = () => null
  #turn = 0
  #places = new Map<string, number>()

  get params(): Record<string, string> {
    return this.shown.match?.params ?? {}
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.shown.query)
  }

  /** `guard` sends a person elsewhere before a page is fetched (not signed in, no consent yet). */
  async start(guard: Guard): Promise<void> {
    this.#guard = guard
    history.scrollRestoration = 'manual'
    addEventListener('popstate', () => this.#open(false))
    document.addEventListener('click', (event) => this.#click(event))
    await this.#open(false, true)
  }

  /** Goes to an address of the site; `replace` leaves no step to come back to. */
  async go(to: string, { replace = false } = {}): Promise<void> {
    const here = location.pathname + location.search
    if (to !== here) {
      this.#places.set(history.state?.key ?? '', scrollY)
      history[replace ? 'replaceState' : 'pushState']({ key: newKey() }, '', to)
    }
    await this.#open(true)
  }

  /** Fetches and shows the current address again, e.g. after a lost connection. */
  reload(): Promise<void> {
    return this.#open(true)
  }

  async #open(forward: boolean, first = false): Promise<void> {
    const match = matchRoute(location.pathname)
    const elsewhere = this.#guard(match)
    if (elsewhere !== null && elsewhere !== location.pathname + location.search) {
      history.replaceState({ key: newKey() }, '', elsewhere)
      return this.#open(forward, first)
    }
    const turn = ++this.#turn
    const before = this.shown
    const same = before.match !== null && before.match.name === match?.name
    this.loading = true
    this.failed = false
    try {
      const { default: page, Frame = null } = await load(match)
      if (turn !== this.#turn) return
      const { pathname: path, search: query } = location
      this.shown = { match, page, frame: Frame, path, query }
      setTitle(match ? routes[match.name].title : t.titles.notFound)
    } catch {
      if (turn === this.#turn) this.failed = true
    } finally {
      if (turn === this.#turn) this.loading = false
    }
    if (first || turn !== this.#turn) return
    await tick()
    // Another tab of the same screen keeps focus and place; another screen starts from its top.
    if (same && forward) return
    scrollTo({ top: forward ? 0 : (this.#places.get(history.state?.key ?? '') ?? 0) })
    if (!same) focusHeading()
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element | null)?.closest?.('a')
    if (!link || link.target || link.hasAttribute('download')) return
    if (link.origin !== location.origin || link.pathname.startsWith('/api/')) return
    if (!link.getAttribute('href')?.startsWith('/')) return
    event.preventDefault()
    void this.go(link.pathname + link.search)
  }
}

/** The name of the screen in the tab of the browser. */
export function setTitle(title: string): void {
  document.title = `${title} · ${t.brand}`
}

function focusHeading(): void {
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector('main')
  if (!target) return
  target.tabIndex = -1
  target.focus({ preventScroll: true })
}

const newKey = () => Math.random().toString(36).slice(2)

export const router = new Router()
