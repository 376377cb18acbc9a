// Runs before the first paint: the chosen theme, and whether this browser can run the site at all.
;(() => {
  var root = document.documentElement
  try {
    var theme = localStorage.getItem('theme')
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme)
    if (localStorage.getItem('signed-in') && location.pathname === '/')
      root.setAttribute('data-returning', '')
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
  }
})()
