// Lighthouse as a phone sees the built site: the four scores of each page, its medians over RUNS (5) cold visits.
// Needs the portal (PORTAL_URL) and a Chromium (CHROMIUM). A measurement, not a test: scores of speed vary, and what
// else the machine does at the time counts as the site's; `cargo run --release` serves from less of it.
// WHY=1 names the audits that are not full.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'

const portal = process.env.PORTAL_URL ?? 'http://localhost:3000'
const runs = Number(process.env.RUNS ?? 5)
const port = 9333

const METRICS = {
  'first-contentful-paint': 'FCP, ms',
  'largest-contentful-paint': 'LCP, ms',
  'speed-index': 'SI, ms',
  'total-blocking-time': 'TBT, ms',
  'cumulative-layout-shift': 'CLS',
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]

async function visit(use) {
  const profile = mkdtempSync(join(tmpdir(), 'lighthouse-'))
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    // Playwright turns it off for its own sake, and the audit of «back» would tell of nothing else.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [`--remote-debugging-port=${port}`, '--no-sandbox', '--disable-background-networking'],
  })
  try {
    return await use(browser)
  } finally {
    await browser.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

async function signedIn(browser) {
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
  // Whoever is signed in has been here: the browser knows that much, and its caches are emptied before the measurement.
  const page = await browser.newPage()
  await page.goto(`${portal}/accounts/${id}`)
  await page.getByRole('heading', { name: /33016355/ }).waitFor()
  await page.close()
  return `/accounts/${id}`
}

/** One cold visit. A tab that was not ready when the recording began measures nothing: it is taken again. */
async function measure(path) {
  for (let tries = 1; ; tries++) {
    const { lhr } = await lighthouse(portal + path, { port, output: 'json', logLevel: 'error' })
    if (!lhr.runtimeError) return lhr
    if (tries === 3) throw new Error(`${path}: ${lhr.runtimeError.message}`)
  }
}

const pages = { '/': [], '/register': [], '/accounts/…': [] }
for (let run = 0; run < runs; run++) {
  await visit(async (browser) => {
    pages['/'].push(await measure('/'))
    pages['/register'].push(await measure('/register'))
    pages['/accounts/…'].push(await measure(await signedIn(browser)))
  })
}

for (const [path, results] of Object.entries(pages)) {
  console.log(`\n${path}`)
  for (const { id, title } of Object.values(results[0].categories)) {
    const scores = results.map((lhr) => Math.round(lhr.categories[id].score * 100))
    console.log(`  ${title.padEnd(16)} ${String(median(scores)).padStart(5)}   ${scores.join(' ')}`)
  }
  for (const [id, title] of Object.entries(METRICS)) {
    const values = results.map((lhr) => Math.round(lhr.audits[id].numericValue * 1000) / 1000)
    const shown = values.map((value) => (id.endsWith('shift') ? value : Math.round(value)))
    console.log(`  ${title.padEnd(16)} ${String(median(shown)).padStart(5)}   ${shown.join(' ')}`)
  }
  if (!process.env.WHY) continue
  for (const audit of Object.values(results[0].audits)) {
    const weak = audit.score !== null && audit.score < 1 && ['binary', 'numeric'].includes(audit.scoreDisplayMode)
    if (weak) console.log(`    ${audit.id}: ${audit.displayValue ?? audit.title}`)
  }
}
