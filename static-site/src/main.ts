import { hydrate, mount } from 'svelte'
import App from './app/App.svelte'
import { guard } from './app/guard'
import { installed } from './app/pwa'
import { router } from './app/router.svelte'
import { load, type Match, matchRoute, routes } from './app/routes'
import { session } from './app/session.svelte'
import { turn } from './app/turn'

const target = document.getElementById('app')
const root = document.documentElement

// A release in the middle of a visit removes the chunks this page was built with: start over once.
addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('reloaded') === location.href) return
  sessionStorage.setItem('reloaded', location.href)
  location.reload()
})

/** What the page is made of comes while the session is asked for; a signed-in person is sent on from a guest's page. */
function fetchAhead(match: Match | null) {
  // The rouble has a file of its own, and a font that comes late lays the whole page out again.
  document.fonts.load('1em Onest', '₽').catch(() => undefined)
  const guest = match && routes[match.name].access === 'guest'
  // Asked for again, and told, when the page is opened.
  load(guest ? { name: 'account', params: {} } : match).catch(() => undefined)
}

/** The first look into the storage of a tab waits for another process, and drafts are looked at while a page is drawn. */
function openStorage() {
  try {
    void sessionStorage.length
  } catch {
    // It is off: nothing is kept.
  }
}

/**
 * The frame first, then its page in a task of its own, behind what is prerendered: that stays on the screen until both
 * are there.
 */
async function replace(target: HTMLElement, reached: boolean) {
  const stage = document.createElement('div')
  stage.hidden = true
  target.after(stage)
  mount(App, { target: stage, props: { reached, inTurn: true } })
  await turn()
  target.remove()
  delete root.dataset.elsewhere
  stage.id = target.id
  stage.hidden = false
}

async function start() {
  if (!target || root.dataset.blocked) return
  const match = matchRoute(location.pathname)
  const stranger = match !== null && routes[match.name].access === 'guest' && !session.maybeSignedIn
  let reached = true
  if (!stranger) {
    // In a task of its own: the session is asked for first, and nothing else waits for the files to be named.
    setTimeout(() => fetchAhead(match))
    reached = await session.restore().then(
      () => true,
      () => false,
    )
  }
  if (reached) await router.start(guard)
  // Tasks of their own: a phone that does all of it in one answers nobody meanwhile.
  await turn()
  openStorage()
  await turn()
  const prerendered = target.firstElementChild !== null
  if (prerendered && router.shown.match?.name === 'signIn') {
    delete root.dataset.elsewhere
    hydrate(App, { target })
  } else {
    await replace(target, reached)
  }
  installed()
}

void start()
