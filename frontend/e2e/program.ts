import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** start runs the built program on a free port with a fresh database and gives its address. */
export async function start(...flags: string[]): Promise<{ url: string; stop: () => Promise<void> }> {
  const binary = process.env.MITEINANDER || resolve(import.meta.dirname, '../../bin/miteinander')
  const dir = mkdtempSync(join(tmpdir(), 'miteinander-e2e-'))
  const store = flags.includes('--demo') ? [] : ['--store', `sqlite:${join(dir, 'e2e.db')}`]
  const child = spawn(binary, ['serve', '--address', '127.0.0.1:0', '--lang', 'de', ...store, ...flags], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await address(child)
  return {
    url,
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await gone
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = ''
    const hear = (part: Buffer) => {
      said += part.toString()
      const m = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (m) found(m[0])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => failed(new Error(`the program ended with ${code}: ${said}`)))
    setTimeout(() => failed(new Error(`the program did not say where it listens: ${said}`)), 120_000).unref()
  })
}

export default async function setup(): Promise<() => Promise<void>> {
  const program = await start()
  process.env.MITEINANDER_URL = program.url
  return program.stop
}
