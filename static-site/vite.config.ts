import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

const path = (p: string) => new URL(p, import.meta.url).pathname

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), mode === 'test' && svelteTesting()],
  resolve: {
    // `$texts` is the catalogue of one language: see src/i18n/README.md.
    alias: { $texts: path('src/i18n/ru'), $: path('src') },
  },
  build: {
    // The oldest browsers that know light-dark() and <dialog>; public/early.js tells the others.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    // Secure `__Host-` cookies and the Origin check need one origin, hence the proxy.
    proxy: { '/api': { target: 'http://localhost:3000', changeOrigin: false } },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
}))
