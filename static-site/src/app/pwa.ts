/** What makes an app of the site: its manifest, and the service worker, registered through the Trusted Types policy the CSP allows. */

import { language } from './language'

type Policy = { createScriptURL: (url: string) => string }
type Factory = {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => Policy
}

/** The icons of an app, and the whole site for a day without a network; the screen the person waits for now comes first. */
const SETTLED = 5000

function name(): void {
  const link = document.createElement('link')
  link.rel = 'manifest'
  link.href = language() === 'en' ? '/en/manifest.webmanifest' : '/manifest.webmanifest'
  document.head.append(link)
}

export function installed(): void {
  setTimeout(name, SETTLED)
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // The address names the language: scripts/service-worker.js says why.
  const worker = `/service-worker.js?lang=${language()}`
  const { trustedTypes } = globalThis as { trustedTypes?: Factory }
  const policy = trustedTypes?.createPolicy('app', {
    createScriptURL: (url) => {
      if (url !== worker) throw new TypeError('not a script of this site')
      return url
    },
  })
  const register = () =>
    navigator.serviceWorker.register(policy?.createScriptURL(worker) ?? worker).catch(() => {
      // Without it the site only lacks its offline page.
    })
  setTimeout(register, SETTLED)
}
