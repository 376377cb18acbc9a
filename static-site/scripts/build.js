// The site in both languages, each a build of its own, so that no page carries the texts of two:
// Russian index.html and app.html at the root of dist, English ones in dist/en, hashed files of both in dist/assets.
// index.html has the prerendered sign-in page, app.html is the empty shell of every other path.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

// Made beside dist and put in its place when all is there: what is served meanwhile stays whole.
const made = 'node_modules/.site'
/** Files of `public` that a page cannot do without when there is no network. */
const common = ['/early.js', '/icons/flame.svg']

/** Only the sign-in page is prerendered: other lazy pages need not be compiled for it. */
const signInOnly = {
  name: 'sign-in-only',
  resolveDynamicImport: (page) =>
    typeof page === 'string' && !page.endsWith('/SignIn.svelte')
      ? { id: page, external: true }
      : null,
}

/** The files of a lazy page and of all it imports, unless the shell asks for them already. */
function filesOf(entry, manifest, shell) {
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

/** Builds one language into `folder` and tells which files its pages live on. */
async function language(mode, folder, first) {
  const prerender = resolve(`node_modules/.prerender/${mode}`)
  const options = { mode, logLevel: 'warn' }
  await build({ ...options, build: { outDir: made, emptyOutDir: first, copyPublicDir: first } })
  await build({
    ...options,
    plugins: [signInOnly],
    build: { ssr: 'src/prerender.ts', outDir: prerender, emptyOutDir: true },
  })

  const manifest = JSON.parse(await readFile(`${made}/.vite/manifest.json`, 'utf8'))
  const shell = await readFile(`${made}/index.html`, 'utf8')
  const { signInPage, brand } = await import(pathToFileURL(`${prerender}/prerender.js`))
  const { css, js } = filesOf('src/pages/sign-in/SignIn.svelte', manifest, shell)
  const links = [
    ...css.map((file) => `<link rel="stylesheet" href="/${file}" />`),
    ...js.map((file) => `<link rel="modulepreload" crossorigin href="/${file}" />`),
  ].join('\n    ')
  const body = await signInPage()
  if (/\sstyle="/.test(body))
    throw new Error('a style attribute in the prerendered page breaks the CSP')

  await mkdir(made + folder, { recursive: true })
  const page = (name) => `${folder}/${name}`
  await writeFile(
    made + page('app.html'),
    shell.replace('<!--app-->', '').replace(/<title>.*<\/title>/, `<title>${brand}</title>`),
  )
  await writeFile(
    made + page('index.html'),
    shell.replace('<!--app-->', () => body).replace('</head>', () => `  ${links}\n  </head>`),
  )
  const hashed = Object.values(manifest).flatMap((chunk) => [
    chunk.file,
    ...(chunk.css ?? []),
    ...(chunk.assets ?? []),
  ])
  const assets = [...new Set(hashed)].map((file) => `/${file}`).sort()
  return [...assets, ...common, page('app.html'), page('index.html')]
}

// Vite writes its index.html over the one at the root, so the language of the root comes last.
const files = {
  en: await language('en', '/en', true),
  ru: await language('ru', '', false),
}
await rm(`${made}/.vite`, { recursive: true })

const hash = createHash('sha256')
for (const file of new Set(Object.values(files).flat())) hash.update(await readFile(made + file))
const worker = await readFile('scripts/service-worker.js', 'utf8')
const filled = worker
  .replace('__VERSION__', hash.digest('hex').slice(0, 12))
  .replace('__FILES__', JSON.stringify(files))
if (/__[A-Z]+__/.test(filled)) throw new Error('the service worker lost a place to fill in')
await writeFile(`${made}/service-worker.js`, filled)

await rm('dist', { recursive: true, force: true })
await rename(made, 'dist')
