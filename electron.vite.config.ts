/** Builds the main side (with the terminal's cli.js and the document worker), the preload bridge and the window. */
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { CONTENT_SECURITY_POLICY } from './main/app/csp'

// The oldest runtime that is supported: Electron 25 (Node 18.15, Chromium 114, no ES modules in the main process).
const NODE_TARGET = 'node18'
const CHROME_TARGET = 'chrome114'

const at = (path: string): string => resolve(__dirname, path)

/** The policy of the built page, in the page itself; the development server cannot live under it. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: (html) => ({
      html: html.replace(/\s*<meta[^>]*http-equiv="Content-Security-Policy"[^>]*>/i, ''),
      tags: [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
          injectTo: 'head-prepend',
        },
      ],
    }),
  }
}

/** Text of files reaches the page by these runtimes alone, whoever's component shows it. */
function visibleText(): Plugin[] {
  const [built, served] = [at('renderer/jsx-runtime.ts'), at('renderer/jsx-dev-runtime.ts')]
  const inPlaceOf = (name: string, runtime: string) => ({
    name: `visible-text ${name}`,
    // what nobody imports is React's own, asked for by its name
    resolveId: (source: string, importer: string | undefined) =>
      source === name && importer !== undefined && importer !== runtime ? runtime : null,
  })
  const inPackages = { rolldownOptions: { plugins: [inPlaceOf('react/jsx-runtime', served)] } }
  return [
    { ...inPlaceOf('react/jsx-runtime', built), apply: 'build', enforce: 'pre' },
    {
      ...inPlaceOf('react/jsx-dev-runtime', served),
      apply: 'serve',
      enforce: 'pre',
      config: () => ({ optimizeDeps: inPackages }),
    },
  ]
}

export default defineConfig({
  main: {
    build: {
      target: NODE_TARGET,
      outDir: 'out/main',
      lib: {
        entry: {
          index: at('main/index.ts'),
          cli: at('main/cli.ts'),
          'terminal-worker': at('main/cli/in-worker.ts'),
          'document-worker': at('main/documents/worker.ts'),
          'folder-worker': at('main/documents/folder/worker.ts'),
          'trace-worker': at('main/documents/trace-worker.ts'),
          'device-process': at('main/device/process.ts'),
          'emulate-worker': at('main/precision/emulate/worker.ts'),
        },
        formats: ['cjs'],
      },
      // brings a library of its own, which it finds beside itself
      rollupOptions: { external: ['koffi'] },
    },
  },
  preload: {
    build: {
      target: NODE_TARGET,
      minify: true,
      outDir: 'out/preload',
      lib: { entry: at('main/preload.ts'), formats: ['cjs'] },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [visibleText(), react(), contentSecurityPolicy()],
    build: {
      target: CHROME_TARGET,
      minify: true,
      outDir: at('out/renderer'),
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      // monaco, loaded when an editor is first shown
      chunkSizeWarningLimit: 4000,
      rollupOptions: { input: at('renderer/index.html') },
    },
  },
})
