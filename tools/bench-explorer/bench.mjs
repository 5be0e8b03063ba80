// Measures the explorer page of the built program beside sigma: the same nodes, ties and places, the same Chromium as it is
// on a machine without a graphics card (pages drawn in software, WebGL by SwiftShader), the same window and the same pointer. Usage: node bench.mjs [--runs N] [--only ours|sigma] [--shots folder] [--network folder]…
import { createServer } from 'node:http'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadavg, tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { berlin, invented } from './network.mjs'

const here = import.meta.dirname
const root = resolve(here, '../..')
const { chromium } = createRequire(join(root, 'frontend/package.json'))('playwright-core')
const { values: flag } = parseArgs({ options: { runs: { type: 'string', default: '5' }, only: { type: 'string', default: '' }, shots: { type: 'string', default: '' },
  network: { type: 'string', multiple: true, default: [] } } })

const dir = mkdtempSync(join(tmpdir(), 'bench-explorer-'))
const program = join(root, 'bin/miteinander')
const store = `sqlite:${join(dir, 'bench.db')}`

/** service starts the program on the networks and gives its address. */
function service() {
  const child = spawn(program, ['serve', '--address', '127.0.0.1:0', '--lang', 'de', '--store', store], { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((found, failed) => {
    let said = ''
    child.stdout.on('data', (part) => {
      said += part
      const m = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (m) found({ url: m[0], pid: child.pid, stop: () => new Promise((done) => (child.once('exit', done), child.kill('SIGTERM'))) })
    })
    child.once('exit', (code) => failed(new Error(`the program ended with ${code}: ${said}`)))
  })
}

/** sigmaPage serves sigma's page with one answer of the service. */
function sigmaPage(answer) {
  const files = { '/': [join(here, 'sigma.html'), 'text/html'], '/sigma.js': [join(here, 'node_modules/sigma/dist/sigma.min.js'), 'text/javascript'],
    '/graphology.js': [join(here, 'node_modules/graphology/dist/graphology.umd.min.js'), 'text/javascript'] }
  const server = createServer((req, res) => {
    if (req.url === '/data.json') return void res.setHeader('Content-Type', 'application/json').end(answer)
    const f = files[req.url]
    if (!f) return void res.writeHead(404).end()
    res.setHeader('Content-Type', f[1]).end(readFileSync(f[0]))
  })
  return new Promise((up) => server.listen(0, '127.0.0.1', () => up({ url: `http://127.0.0.1:${server.address().port}/`, stop: () => new Promise((done) => server.close(done)) })))
}

/** Marks "data" and "picture" on our page: when the answer was there, and the second frame after the engine drew nodes. */
function watch() {
  const look = () => {
    // Drawn is what is on a canvas: the engine may draw later than it has its nodes.
    const drawn = [...document.querySelectorAll('.explorer canvas')].some((c) => {
      if (c.classList.contains('under') || !c.width) return false
      const probe = document.createElement('canvas')
      probe.width = probe.height = 32
      const d = probe.getContext('2d')
      d.drawImage(c, 0, 0, 32, 32)
      return d.getImageData(0, 0, 32, 32).data.some((v) => v > 0)
    })
    if (!drawn) return requestAnimationFrame(look)
    const answer = performance.getEntriesByType('resource').filter((e) => /\/explorer(\?|$)/.test(e.name)).at(-1)
    if (!answer) return requestAnimationFrame(look)
    performance.mark('data', { startTime: answer.responseEnd })
    performance.mark('picture')
  }
  requestAnimationFrame(look)
}

/** Core seconds that Chromium has used: our children and theirs, without the service. */
function cores(without) {
  const stats = new Map()
  for (const p of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    try {
      const f = readFileSync(`/proc/${p}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')
      stats.set(Number(p), { parent: Number(f[1]), ticks: Number(f[11]) + Number(f[12]) })
    } catch {} // it ended meanwhile
  }
  let sum = 0
  for (const [p, { ticks }] of stats) {
    let at = p
    while (at && at !== process.pid && at !== without) at = stats.get(at)?.parent
    if (at === process.pid && p !== process.pid) sum += ticks / 100
  }
  return sum
}

/** Frames while the pointer drags the map and turns the wheel, as intervals of requestAnimationFrame in ms. */
async function frames(page, box, without) {
  await page.evaluate(() => {
    globalThis.ticks = []
    const tick = (now) => (globalThis.ticks.push(now), (globalThis.ticking = requestAnimationFrame(tick)))
    globalThis.ticking = requestAnimationFrame(tick)
  })
  const intervals = async () => page.evaluate(() => globalThis.ticks.splice(0).map((v, i, all) => v - all[i - 1]).slice(1))
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  const empty = await page.evaluate(([bx, by, w, h]) => {
    const cy = document.querySelector('.explorer .cy')?._cyreg?.cy
    if (!cy) return null
    const boxes = cy.nodes().map((n) => n.renderedBoundingBox())
    for (let k = 0; k < 400; k++) {
      const [px, py] = [(0.3 + 0.4 * ((k * 37) % 100) / 100) * w, (0.3 + 0.4 * ((k * 61) % 100) / 100) * h]
      if (boxes.every((b) => px < b.x1 - 4 || px > b.x2 + 4 || py < b.y1 - 4 || py > b.y2 + 4)) return [bx + px, by + py]
    }
    return null
  }, [box.x, box.y, box.width, box.height])
  const [sx, sy] = empty ?? [x, y]
  const out = {}
  await intervals()
  await page.mouse.move(sx, sy)
  await page.mouse.down()
  await intervals()
  let used = cores(without)
  for (let k = 1; k <= 120; k++) await page.mouse.move(sx + 180 * Math.sin(k / 12), sy + 110 * Math.sin(k / 9))
  out.pan = await intervals()
  out.panCores = cores(without) - used
  await page.mouse.up()
  await page.waitForTimeout(500)
  await page.mouse.move(x, y)
  await intervals()
  used = cores(without)
  for (let k = 0; k < 60; k++) {
    await page.mouse.wheel(0, k % 30 < 15 ? -60 : 60)
    await page.waitForTimeout(20)
  }
  out.zoom = await intervals()
  out.zoomCores = cores(without) - used
  await page.evaluate(() => cancelAnimationFrame(globalThis.ticking))
  return out
}

const at = (list, p) => (list.length ? [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(p * list.length))] : NaN)
const round = (v) => Math.round(v)

try {
  const folders = [...flag.network]
  if (folders.length === 0) {
    invented(join(dir, 'county'), 'Landkreis', 2000, 4000)
    folders.push(join(dir, 'county'))
    const shared = process.env.MITEINANDER_SHARED || join(root, '../shared')
    if (berlin(join(dir, 'berlin'), join(shared, 'data/german/partner-schools-BE.csv'))) folders.push(join(dir, 'berlin'))
  }
  for (const f of folders) execFileSync(program, ['import', f, '--store', store], { cwd: dir, stdio: ['ignore', 'ignore', 'inherit'] })
  const ours = await service()
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--enable-unsafe-swiftshader'] })
  const networks = (await (await fetch(`${ours.url}/api/v1/networks`)).json())
  console.log(`load ${loadavg()[0].toFixed(1)} before`)
  for (const n of networks.items ?? networks.networks ?? networks) {
    const began = performance.now()
    const answer = await (await fetch(`${ours.url}/api/v1/networks/${n.id}/explorer`)).text()
    const cold = performance.now() - began
    const g = JSON.parse(answer)
    console.log(`\n${n.name ?? n.id}: ${g.nodes.length} nodes, ${g.edges.filter((e) => /^level_[234]$/.test(e.role)).length} ties; first answer of the service ${round(cold)} ms (places from nothing), ${Math.round(answer.length / 1024)} KB`)
    const sigma = await sigmaPage(answer)
    const all = { ours: [], sigma: [] }
    for (let run = 0; run < Number(flag.runs); run++) {
      for (const who of ['ours', 'sigma']) {
        if (flag.only && flag.only !== who) continue
        const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
        if (who === 'ours') await page.addInitScript(watch)
        await page.goto(who === 'ours' ? `${ours.url}/n/${n.id}/karte` : sigma.url)
        await page.waitForFunction(() => performance.getEntriesByName('picture').length > 0, null, { timeout: 120_000 })
        const marks = await page.evaluate(() => ({ data: performance.getEntriesByName('data')[0].startTime, picture: performance.getEntriesByName('picture')[0].startTime }))
        if (who === 'ours') await page.waitForFunction(() => document.querySelector('.explorer .cy')?._cyreg?.cy?.nodes().length > 0 && !document.querySelector('.explorer .quick'), null, { timeout: 120_000 })
        await page.waitForTimeout(3000) // what else the page asks for
        if (who === 'ours') await page.locator('.explorer').scrollIntoViewIfNeeded()
        const box = await page.locator(who === 'ours' ? '.explorer' : '#box').boundingBox()
        if (flag.shots && run === 0) await page.screenshot({ path: join(flag.shots, `${n.id}-${who}.png`) })
        all[who].push({ ...marks, ...(await frames(page, box, ours.pid)) })
        if (flag.shots && run === 0) await page.screenshot({ path: join(flag.shots, `${n.id}-${who}-after.png`) })
        await page.close()
      }
    }
    await sigma.stop()
    console.log('| | to the data | data to picture | pan: frames, median / 90 % / 99 %, core ms a frame | zoom: the same |\n|---|---|---|---|---|')
    for (const who of ['ours', 'sigma']) {
      if (all[who].length === 0) continue
      const pan = all[who].flatMap((r) => r.pan)
      const zoom = all[who].flatMap((r) => r.zoom)
      const cells = (l, name) => `${l.length}, ${[0.5, 0.9, 0.99].map((p) => round(at(l, p))).join(' / ')} ms, ${round((1000 * all[who].reduce((sum, r) => sum + r[name], 0)) / l.length)}`
      console.log(`| ${who === 'ours' ? 'the explorer' : 'sigma 3.0.3'} | ${round(at(all[who].map((r) => r.data), 0.5))} ms | ${round(at(all[who].map((r) => r.picture - r.data), 0.5))} ms | ${cells(pan, 'panCores')} | ${cells(zoom, 'zoomCores')} |`)
    }
    console.log(`load ${loadavg()[0].toFixed(1)}`)
  }
  await browser.close()
  await ours.stop()
} finally {
  rmSync(dir, { recursive: true, force: true })
}
