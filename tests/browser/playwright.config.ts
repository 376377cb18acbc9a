// The journeys of the manual in a real browser. `cargo test` starts the portal and calls this;
// by hand: start the portal, then `PORTAL_URL=http://localhost:3000 CHROMIUM=/usr/bin/chromium npm test`.

import { defineConfig } from '@playwright/test'

const chromium = process.env.CHROMIUM
// Chromium refuses its sandbox to root, and a closed network makes its own look-ups slow.
const args = ['--disable-background-networking', '--disable-component-update', '--disable-quic']
if (process.getuid?.() === 0) args.push('--no-sandbox')

export default defineConfig({
  testDir: 'journeys',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  // A machine that is busy with something else may miss a deadline; a second miss is a fault.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://localhost:3000',
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    serviceWorkers: 'block',
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: { args, ...(chromium ? { executablePath: chromium } : {}) },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1360, height: 900 } } },
    {
      name: 'phone',
      use: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
        colorScheme: 'dark',
      },
    },
  ],
})
