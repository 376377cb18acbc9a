import { hydrate, mount } from 'svelte'
import App from './app/App.svelte'
import { guard } from './app/guard'
import { installed } from './app/pwa'
import { router } from './app/router.svelte'
import { matchRoute, routes } from './app/routes'
import { session } from './app/session.svelte'

const target = document.getElementById('app')
const root = document.documentElement

// A release in the middle of a visit removes the chunks this page was built with: start over once.
addEventListener('vite:preloadError', () => {
  if (sessionStorage.getItem('reloaded') === location.href) return
  sessionStorage.setItem('reloaded', location.href)
  location.reload()
})

async function start() {
  if (!target || root.dataset.blocked) return
  const match = matchRoute(location.pathname)
  const stranger = match !== null && routes[match.name].access === 'guest' && !session.maybeSignedIn
  let reached = true
  if (!stranger) {
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
