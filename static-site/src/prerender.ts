/** The sign-in page as HTML: the first screen a customer sees does not wait for a script. */
import { render } from 'svelte/server'
import t from '$texts/page'
import App from './app/App.svelte'
import { router } from './app/router.svelte'
import { matchRoute, routes } from './app/routes'

/** Title of a page that is not known yet. */
export const brand = t.shell

export async function signInPage(): Promise<string> {
  const match = matchRoute('/')
  const page = (await routes.signIn.load()).default
  router.shown = { match, page, path: '/', query: '' }
  return (await render(App)).body
}
