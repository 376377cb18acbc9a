// After the two Vite builds: index.html with the prerendered sign-in page, app.html as the empty shell
// for every other path, and the service worker with its list of files.
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const dist = 'dist'
const manifest = JSON.parse(await readFile(`${dist}/.vite/manifest.json`, 'utf8'))
const shell = await readFile(`${dist}/index.html`, 'utf8')

/** The files of a lazy page and of all it imports, unless the shell asks for them already. */
function filesOf(entry) {
  const css = new Set()
  const js = new Set()
  const visit = (key) => {
    const chunk = manifest[key]
    if (js.has(chunk.file)) return
    js.add(chunk.file)
    for (const file of chunk.css ?? []) css.add(file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  visit(entry)
  const fresh = (file) => !shell.includes(`/${file}"`)
  return { css: [...css].filter(fresh), js: [...js].filter(fresh) }
}

const { signInPage } = await import(
  pathToFileURL(resolve('node_modules/.prerender/prerender.js')).href
)
const { css, js } = filesOf('src/pages/sign-in/SignIn.svelte')
const links = [
  ...css.map((file) => `<link rel="stylesheet" href="/${file}" />`),
  ...js.map((file) => `<link rel="modulepreload" crossorigin href="/${file}" />`),
].join('\n    ')
const body = await signInPage()
if (/\sstyle="/.test(body))
  throw new Error('a style attribute in the prerendered page breaks the CSP')
await writeFile(
  `${dist}/index.html`,
  shell.replace('<!--app-->', () => body).replace('</head>', () => `  ${links}\n  </head>`),
)
await writeFile(
  `${dist}/app.html`,
  shell.replace('<!--app-->', '').replace(/<title>.*<\/title>/, '<title>Мой ГАЗ</title>'),
)
await rm(`${dist}/.vite`, { recursive: true })

const assets = (await readdir(`${dist}/assets`)).map((file) => `/assets/${file}`)
const files = [...assets, '/early.js', '/early.css', '/icons/flame.svg', '/app.html', '/']
const hash = createHash('sha256')
for (const file of files) {
  hash.update(await readFile(dist + (file === '/' ? '/index.html' : file)))
}
const worker = await readFile('scripts/service-worker.js', 'utf8')
const filled = worker
  .replace('__VERSION__', hash.digest('hex').slice(0, 12))
  .replace('__FILES__', JSON.stringify(files))
if (/__[A-Z]+__/.test(filled)) throw new Error('the service worker lost a place to fill in')
await writeFile(`${dist}/service-worker.js`, filled)
