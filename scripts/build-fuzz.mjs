/** Builds what fuzzes the readers, with the readers of these sources, outside of out/. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRequire } from 'node:module'
import { build } from 'vite'
import { root } from './process.mjs'

/** The runner, loaded, and the script of its processes: of this run alone, for another may be under way. */
export async function buildFuzz() {
  // below the project, where the readers look for its resources
  const folder = join(root, 'node_modules', '.cache', 'guardscope-fuzz', String(process.pid))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      lib: {
        entry: { run: join(root, 'fuzz/run.ts'), inputs: join(root, 'fuzz/inputs.ts') },
        formats: ['cjs'],
        fileName: (_format, name) => `${name}.cjs`,
      },
      rollupOptions: { external: [/^node:/, 'vscode-jsonrpc/node'], output: { chunkFileNames: '[name].cjs' } },
    },
  })
  return { run: createRequire(import.meta.url)(join(folder, 'run.cjs')), script: join(folder, 'inputs.cjs') }
}
