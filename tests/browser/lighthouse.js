// Lighthouse as a phone sees the built site; prints the four scores of each page.
// Needs the portal (PORTAL_URL) and a Chromium (CHROMIUM). A measurement, not a test: scores of speed vary.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'

const portal = process.env.PORTAL_URL ?? 'http://localhost:3000'
const port = 9333
const profile = mkdtempSync(join(tmpdir(), 'lighthouse-'))
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM,
  // Playwright turns it off for its own sake, and the audit of «back» would tell of nothing else.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
  args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-background-networking'],
})

async function signedIn() {
  const headers = { 'x-lk-request': '1', 'sec-fetch-site': 'same-origin' }
  const call = async (method, path, data) => {
    const answer = await browser.request[method](portal + path, { headers, data })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return answer.status() === 204 ? null : await answer.json()
  }
  const login = `lighthouse-${Date.now().toString(36)}@example.ru`
  const flow = await call('post', '/api/registrations', { login, password: 'голубое-пламя-7' })
  const sent = await (await browser.request.get(`${portal}/local/messages.json?to=${login}`)).json()
  await call('post', `/api/registrations/${flow.id}/confirmation`, { code: sent[0].code })
  const consent = await (await browser.request.get(`${portal}/api/consent`)).json()
  await call('put', '/api/consent', { version: consent.version })
  const { id } = await call('post', '/api/accounts', { company: 'sever', number: '33016355' })
  return `/accounts/${id}`
}

async function measure(path) {
  const options = { port, output: 'json', logLevel: 'error', disableStorageReset: true }
  const result = await lighthouse(portal + path, options)
  const scores = Object.values(result.lhr.categories).map((c) => `${c.title} ${Math.round(c.score * 100)}`)
  console.log(`${path.padEnd(26)} ${scores.join(' · ')}`)
  for (const audit of Object.values(result.lhr.audits)) {
    const weak = audit.score !== null && audit.score < 0.9 && ['binary', 'numeric'].includes(audit.scoreDisplayMode)
    if (weak && process.env.WHY) console.log(`    ${audit.id}: ${audit.displayValue ?? audit.title}`)
  }
}

try {
  await measure('/')
  await measure('/register')
  await measure(await signedIn())
} finally {
  await browser.close()
  rmSync(profile, { recursive: true, force: true })
}
