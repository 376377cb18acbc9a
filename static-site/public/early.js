// Runs before the first paint: the chosen theme, and whether this browser can run the site at all. What the page of a
// signed-in person asks for first is asked for here, beside its code and not after it: src/api/early.ts takes the answers.
;(() => {
  var root = document.documentElement
  var signedIn = false
  var account = /^\/accounts\/(?!link$)[^/]+/.exec(location.pathname)
  try {
    var theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme)
    signedIn = localStorage.getItem('signed-in') !== null
    // The prerendered page is for the other kind of person: this one is about to be sent elsewhere.
    if (signedIn ? location.pathname === '/' : account) root.setAttribute('data-elsewhere', '')
  } catch (_e) {
    root.setAttribute('data-no-storage', '')
  }
  var able =
    'noModule' in document.createElement('script') &&
    'showModal' in document.createElement('dialog') &&
    window.CSS &&
    CSS.supports('color', 'light-dark(#000, #fff)')
  if (!able || !navigator.cookieEnabled) {
    root.setAttribute('data-blocked', able ? 'cookies' : 'browser')
  } else if (signedIn) {
    var paths = ['/api/session']
    if (account) paths.push(`/api${account[0]}`)
    window.early = {}
    for (var path of paths) {
      window.early[path] = fetch(path, {
        headers: { accept: 'application/json' },
        cache: 'no-store',
        signal: AbortSignal.timeout(30000),
      })
      // Nobody may come for it.
      window.early[path].catch(() => undefined)
    }
  }
})()
