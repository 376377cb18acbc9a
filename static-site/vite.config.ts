import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import type { Plugin, Rolldown } from 'vite'
import { defineConfig } from 'vitest/config'
import en from './src/i18n/en/page.ts'
import ru from './src/i18n/ru/page.ts'

const path = (p: string) => new URL(p, import.meta.url).pathname

/** Two kilobytes in the page itself: as a file it would stand in line before the code that draws the page. */
const icon = () =>
  `data:image/png;base64,${readFileSync(path('src/app/flame-48.png')).toString('base64')}`

/** Fills `%title%`, `%browser.text%` of index.html with the words of the language that is built, `%icon%` with the mark. */
const words = (texts: typeof ru): Plugin => ({
  name: 'words-of-the-page',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace('%icon%', icon).replace(/%([a-z.]+)%/g, (_, name: string) => {
        const found = name.split('.').reduce<unknown>((at, key) => Object(at)[key], texts)
        if (typeof found !== 'string') throw new Error(`index.html: no text ${name}`)
        return found
      }),
  },
})

// What pages share is split by who uses it, down to a file for a field and one for its label. These go together, so that
// a page does not wait for a dozen requests: the framework in two, what most pages draw with, what every page begins
// with, what forms are made of, what stands around the pages behind the sign-in, what these draw with, what the sections
// of an account share, and what paying needs. The first that fits takes a module. Files of the first screen stay below
// 14 KB compressed: that much comes in the first round trip of a connection, and more of it waits for a second one.
const groups: Rolldown.CodeSplittingGroup[] = [
  {
    name: 'reactivity',
    test: /\/node_modules\/svelte\/src\/(internal\/(shared|client\/(reactivity|\w+\.js))|constants|utils|index-client|reactivity|store)/,
  },
  { name: 'framework', test: /\/node_modules\// },
  {
    name: 'common',
    test: /\/src\/(ui\/(Button|FlameMark|Icon|Notice|icons)\b|app\/(LanguageSwitch|ThemeButton|language|storage|theme)\b|i18n\/\w+\/(app|format|ui)\b|i18n\/(clock|money)\b|pages\/entry\/burner\.ts)/,
  },
  { name: 'base', tags: ['$initial'] },
  {
    name: 'form',
    test: /\/src\/(ui\/(Checkbox|Choice|Control|Field|PasswordField)\b|app\/(form|draft|credentials)\b|i18n\/\w+\/(credentials|sign-in)\b|pages\/(entry\/\w+\.svelte|sign-in\/sign-in|code\/draft))/,
  },
  {
    name: 'frame',
    test: /\/src\/(ui\/(Card|Dialog|Tabs|strip)\b|app\/(AccountList|DeletionBanner|Shell|sign-out)\b|i18n\/\w+\/deletion\b)/,
  },
  {
    name: 'inside',
    test: /\/src\/(ui\/(Assistant|Countdown|EmptyState|Loader|Money|Skeleton|TimeLeft)\b|app\/(Fetched|drawn|overlay|resource)|i18n\/\w+\/(account|guide|locked|payments)\b|pages\/(account\/account|guide\/(GuideSteps|guide|progress))\b)/,
  },
  {
    name: 'section',
    test: /\/src\/(ui\/(Bars|Chart|chart|Menu)\b|i18n\/\w+\/(download|meters|payment|reading-refusals|wrong-data)\b|pages\/account\/(Chip|Download|SectionHeader|WrongData|download|labels)\b)/,
  },
  {
    name: 'money',
    test: /\/src\/(app\/(intent|patience)|i18n\/\w+\/(cards|pay|readings)\b|pages\/(account\/(DocumentDialog|pay-draft)|cards\/(CardMark|Offer|cards|hue)|payment\/(FactList|PaymentCode|PaymentFacts)))/,
  },
]

/**
 * The files of the first screen: a Chromium that is told so compiles them whole beside the main thread while they come,
 * and not function by function on it.
 */
const EAGER = new Set(
  'framework reactivity common index form SignIn frame inside Account'.split(' '),
)

// The mode is the language: `vite --mode en`, and each of the two builds of scripts/build.js.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), words(mode === 'en' ? en : ru), mode === 'test' && svelteTesting()],
  resolve: {
    // `$texts` is the catalogue of one language: see src/i18n/README.md.
    alias: { $texts: path(`src/i18n/${mode === 'en' ? 'en' : 'ru'}`), $: path('src') },
  },
  build: {
    // The oldest browsers that know light-dark() and <dialog>; public/early.js tells the others.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // 19 KB compressed for the whole site: a stylesheet a page is a request each, and styles calculated anew.
    cssCodeSplit: false,
    rolldownOptions: {
      // Compiling components takes most of a build, as it should.
      checks: { pluginTimings: false },
      output: {
        codeSplitting: { groups, includeDependenciesRecursively: false },
        postBanner: (chunk) => (EAGER.has(chunk.name) ? '//# allFunctionsCalledOnLoad' : ''),
      },
    },
  },
  server: {
    port: 5173,
    // Secure `__Host-` cookies and the Origin check need one origin, hence the proxy.
    proxy: { '/api': { target: 'http://localhost:3000', changeOrigin: false } },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
}))
