// The site opens without a network and says so; data never comes from here: /api is not touched.
// build.js fills in the version and the lists of files, one a language. A worker cannot read cookies everywhere, so
// the page names its language in the worker's address: a page of the other language installs a worker of its own.
const LANGUAGE = new URL(self.location.href).searchParams.get('lang') === 'en' ? 'en' : 'ru'
const CACHE = `site-${LANGUAGE}-__VERSION__`
const FILES = JSON.parse('__FILES__')[LANGUAGE]
const SHELL = LANGUAGE === 'en' ? '/en' : ''

/** The rule of the distribution's function. */
function pageOf(path) {
  if (path === '/') return 'index.html'
  return path.startsWith('/accounts/') && path !== '/accounts/link' ? 'account.html' : 'app.html'
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== CACHE).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/local')) return
  if (request.mode === 'navigate') {
    // The newest page if there is a network; without one, the page as it was installed, in the language used last.
    const page = pageOf(url.pathname)
    event.respondWith(fetch(request).catch(() => caches.match(`${SHELL}/${page}`)))
  } else if (url.pathname.startsWith('/assets/')) {
    // Names carry a hash of the content: what is stored is right for ever.
    event.respondWith(caches.match(request).then((stored) => stored ?? fetch(request)))
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(url.pathname)))
  }
})
