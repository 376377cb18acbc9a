// Serves dist/ as CloudFront does: headers, app.html of the chosen language for unknown paths, /api to another port.
// `npm run preview [port] [api origin]`
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { createGzip } from 'node:zlib'

const port = Number(process.argv[2] ?? 4173)
const api = new URL(process.argv[3] ?? 'http://localhost:3000')
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types app"

createServer((incoming, outgoing) => {
  const { pathname } = new URL(incoming.url, 'http://localhost')
  if (pathname.startsWith('/api/')) {
    const onward = request(
      {
        host: api.hostname,
        port: api.port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers)
        answer.pipe(outgoing)
      },
    )
    onward.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(onward)
    return
  }
  let file = join('dist', normalize(pathname))
  const english = /(^|;\s*)lang=en(;|$)/.test(incoming.headers.cookie ?? '')
  const pages = english ? 'dist/en' : 'dist'
  if (pathname === '/') file = `${pages}/index.html`
  else if (!existsSync(file) || statSync(file).isDirectory()) file = `${pages}/app.html`
  const type = types[extname(file)] ?? 'application/octet-stream'
  const zipped =
    /text|svg|manifest/.test(type) && /gzip/.test(incoming.headers['accept-encoding'] ?? '')
  outgoing.writeHead(200, {
    'content-type': type,
    'cache-control': pathname.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    'content-security-policy': csp,
    'x-content-type-options': 'nosniff',
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
  })
  const source = createReadStream(file)
  ;(zipped ? source.pipe(createGzip()) : source).pipe(outgoing)
}).listen(port, () => console.log(`http://localhost:${port}`))
