import { defineConfig } from '@playwright/test'

// The true program in a true browser: e2e/program.ts starts the binary on a free port with a database of its own.
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/program.ts',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  forbidOnly: true,
  use: {
    locale: 'de-DE',
    viewport: { width: 1280, height: 720 },
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      // A browser started by root, as in a container, refuses its sandbox.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
})
