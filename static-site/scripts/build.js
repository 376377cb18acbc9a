// The site in both languages, each a build of its own, so that no page carries the texts of two:
// Russian pages at the root of dist, English ones in dist/en, hashed files of both in dist/assets.
// index.html has the prerendered sign-in page, account.html the frame of an account, app.html is the empty shell of every
// other path.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

// Made beside dist and put in its place when all is there: what is served meanwhile stays whole.
const made = 'node_modules/.site'
/** Files of `public` that a page cannot do without when there is no network. */
const common = ['/early.js', '/icons/flame.svg']

/** Of the lazy pages only the sign-in page is prerendered: the others need not be compiled for it. */
const signInOnly = {
  name: 'sign-in-only',
  resolveDynamicImport: (page) =>
    typeof page === 'string' && !page.endsWith('/SignIn.svelte')
      ? { id: page, external: true }
      : null,
}

/**
 * Something is on the screen before the scripts of a prerendered page: the styles and fonts it is drawn with go first,
 * or the scripts take the line from them.
 */
const scriptsLast = (html) =>
  html.replace(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"')

/** The shell of a page with what is prerendered of it and links to the files it will need. */
function prerendered(shell, body, { css, js }) {
  if (/\sstyle="/.test(body))
    throw new Error('a style attribute in a prerendered page breaks the CSP')
  const links = [
    ...css.map((file) => `<link rel="stylesheet" href="/${file}" />`),
    ...js.map((file) => `<link rel="modulepreload" crossorigin href="/${file}" />`),
  ].join('\n    ')
  return scriptsLast(
    shell.replace('<!--app-->', () => body).replace('</head>', () => `  ${links}\n  </head>`),
  )
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
  const { accountPage, brand, signInPage } = await import(
    pathToFileURL(`${prerender}/prerender.js`)
  )
  const untitled = shell.replace(/<title>.*<\/title>/, `<title>${brand}</title>`)
  // Nothing of the frame answers yet.
  const frame = untitled.replace('<div id="app"', '<div id="app" inert')
  const files = (entry) => filesOf(entry, manifest, shell)
  const pages = {
    'index.html': prerendered(shell, await signInPage(), files('src/pages/sign-in/SignIn.svelte')),
    'account.html': prerendered(
      frame,
      await accountPage(),
      files('src/pages/account/Account.svelte'),
    ),
    'app.html': untitled.replace('<!--app-->', ''),
  }
  await mkdir(made + folder, { recursive: true })
  for (const [name, html] of Object.entries(pages))
    await writeFile(`${made}${folder}/${name}`, html)

  const hashed = Object.values(manifest).flatMap((chunk) => [
    chunk.file,
    ...(chunk.css ?? []),
    ...(chunk.assets ?? []),
  ])
  const assets = [...new Set(hashed)].map((file) => `/${file}`).sort()
  return [...assets, ...common, ...Object.keys(pages).map((name) => `${folder}/${name}`)]
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
