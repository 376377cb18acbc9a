/** The service worker, registered through the Trusted Types policy the CSP allows. */

type Policy = { createScriptURL: (url: string) => string }
type Factory = {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => Policy
}

const WORKER = '/service-worker.js'

export function installed(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { trustedTypes } = globalThis as { trustedTypes?: Factory }
  const policy = trustedTypes?.createPolicy('app', {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError('not a script of this site')
      return url
    },
  })
  const register = () =>
    navigator.serviceWorker.register(policy?.createScriptURL(WORKER) ?? WORKER).catch(() => {
      // Without it the site only lacks its offline page.
    })
  if (document.readyState === 'complete') void register()
  else addEventListener('load', register, { once: true })
}
