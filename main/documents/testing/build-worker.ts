/** Builds the document worker for tests that run one. */
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

/** The script, written to `folder`. */
export async function buildWorker(folder: string, plugins: readonly Plugin[] = []): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      lib: { entry: join(__dirname, '../worker.ts'), formats: ['cjs'], fileName: () => 'worker.js' },
      rollupOptions: { external: /^node:/ },
    },
    plugins: [...plugins],
  })
  return join(folder, 'worker.js')
}
