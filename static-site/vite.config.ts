import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import en from './src/i18n/en/page.ts'
import ru from './src/i18n/ru/page.ts'

const path = (p: string) => new URL(p, import.meta.url).pathname

/** Fills `%title%`, `%browser.text%` of index.html with the words of the language that is built. */
const words = (texts: typeof ru): Plugin => ({
  name: 'words-of-the-page',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/%([a-z.]+)%/g, (_, name: string) => {
        const found = name.split('.').reduce<unknown>((at, key) => Object(at)[key], texts)
        if (typeof found !== 'string') throw new Error(`index.html: no text ${name}`)
        return found
      }),
  },
})

// What pages share is split by who uses it, down to a file for a field and one for its label. These go together, so that
// a page does not wait for a dozen requests: what pages behind the sign-in draw with, and what forms are made of.
const groups = [
  {
    name: 'inside',
    test: /\/src\/(ui\/(Assistant|Bars|Card|Chart|Countdown|EmptyState|Loader|Money|Skeleton|Tabs|TimeLeft|chart|strip)\b|app\/resource|pages\/guide\/)/,
  },
  {
    name: 'form',
    test: /\/src\/(ui\/(Checkbox|Choice|Control|Field|PasswordField)\b|app\/(form|draft)\b)/,
  },
]

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
    rolldownOptions: {
      // Compiling components takes most of a build, as it should.
      checks: { pluginTimings: false },
      output: { codeSplitting: { groups, includeDependenciesRecursively: false } },
    },
  },
  server: {
    port: 5173,
    // Secure `__Host-` cookies and the Origin check need one origin, hence the proxy.
    proxy: { '/api': { target: 'http://localhost:3000', changeOrigin: false } },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
}))
