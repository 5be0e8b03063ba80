import { defineConfig } from '@playwright/test'
import base from './playwright.config.ts'

// "make screenshots": pictures of the pages for README and handbook, made by the true program with the invented example.
export default defineConfig({ ...base, testMatch: '**/*.shots.ts', globalSetup: undefined })
