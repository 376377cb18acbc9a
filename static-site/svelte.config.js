import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  // `tree`: elements are created one by one. Under the CSP each piece of HTML would go through a Trusted Types policy
  // and the parser, and a page has a hundred of them.
  compilerOptions: { runes: true, fragments: 'tree' },
}
