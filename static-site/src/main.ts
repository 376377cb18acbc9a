import { hydrate, mount } from 'svelte'
import App from './app/App.svelte'
import { guard } from './app/guard'
import { installed } from './app/pwa'
import { router } from './app/router.svelte'
import { type Match, matchRoute, routes } from './app/routes'
import { session } from './app/session.svelte'

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
  if (!match) return
  const { access } = routes[match.name]
  const page = routes[access === 'guest' ? 'account' : match.name]
  // Asked for again, and told, when the page is opened.
  page.load().catch(() => undefined)
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
  const prerendered = target.firstElementChild !== null
  delete root.dataset.returning
  if (prerendered && router.shown.match?.name === 'signIn') {
    hydrate(App, { target })
  } else {
    target.replaceChildren()
    mount(App, { target, props: { reached } })
  }
  installed()
}

void start()
