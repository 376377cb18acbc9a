/** Every screen: its address, its lazy page, and who may see it. */

import type { Component, Snippet } from 'svelte'
import t from '$texts/app'
import { buildPath, matchPath, type Params } from './pattern'

/** `guest`: only before signing in; `user`: needs a session; `setup`: a session, but no menu around. */
export type Access = 'guest' | 'user' | 'setup'

// Each page has its own type of parameters; the router only carries them.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Page = Component<any>
export type Frame = Component<{ children: Snippet }>
type Load = () => Promise<{ default: Page; Frame?: Frame }>
/** What stands around the pages of a signed-in person comes with their code, in one file for all of them. */
type FramedLoad = () => Promise<{ default: Page; Frame: Frame }>

const page = <P extends string, A extends Access>(
  path: P,
  access: A,
  title: string,
  load: A extends 'user' ? FramedLoad : Load,
) => ({
  path,
  access,
  title,
  load,
})

export const routes = {
  signIn: page('/', 'guest', t.titles.signIn, () => import('../pages/sign-in/SignIn.svelte')),
  register: page(
    '/register',
    'guest',
    t.titles.register,
    () => import('../pages/register/Register.svelte'),
  ),
  recover: page(
    '/recover',
    'guest',
    t.titles.recover,
    () => import('../pages/recover/Recover.svelte'),
  ),
  welcome: page(
    '/welcome',
    'setup',
    t.titles.welcome,
    () => import('../pages/welcome/Welcome.svelte'),
  ),
  link: page('/accounts/link', 'setup', t.titles.link, () => import('../pages/link/Link.svelte')),
  account: page(
    '/accounts/:account/:section?',
    'user',
    t.titles.account,
    () => import('../pages/account/Account.svelte'),
  ),
  paymentResult: page(
    '/payments/:payment/result',
    'user',
    t.titles.paymentResult,
    () => import('../pages/payment/Result.svelte'),
  ),
  cardResult: page(
    '/cards/:binding/result',
    'user',
    t.titles.cardResult,
    () => import('../pages/cards/Result.svelte'),
  ),
  settings: page(
    '/settings/:section?',
    'user',
    t.titles.settings,
    () => import('../pages/settings/Settings.svelte'),
  ),
} as const

export type RouteName = keyof typeof routes
export type RouteParams<N extends RouteName> = Params<(typeof routes)[N]['path']>

export type Match = { name: RouteName; params: Record<string, string> }

const notFound: FramedLoad = () => import('../pages/not-found/NotFound.svelte')

/** The code of a screen. */
export const load = (match: Match | null): ReturnType<Load> =>
  match ? routes[match.name].load() : notFound()

/** The screen of a path; `null` is «not found». */
export function matchRoute(path: string): Match | null {
  for (const name of Object.keys(routes) as RouteName[]) {
    const params = matchPath(routes[name].path, path)
    if (params) return { name, params }
  }
  return null
}

// biome-ignore lint/complexity/noBannedTypes: «no key is mandatory» is what {} says
type NoParams = { [N in RouteName]: {} extends RouteParams<N> ? N : never }[RouteName]

/** The address of a screen: `href('account', { account: id, section: 'meters' })`. */
export function href<N extends NoParams>(name: N): string
export function href<N extends RouteName>(name: N, params: RouteParams<N>): string
export function href(name: RouteName, params: Record<string, string | undefined> = {}): string {
  return buildPath(routes[name].path, params)
}
