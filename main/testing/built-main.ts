/** A program of the main side, built for a test that starts it. */
import { basename, join } from 'node:path'
import { build } from 'vite'

const ROOT = join(__dirname, '../..')

/**
 * Builds what begins in `entry`, a path below the project; the path of the .cjs that it became. `name`: a folder of the
 * test's own, in the project, where the built program finds its resources.
 */
export async function builtMain(entry: string, name: string): Promise<string> {
  const outDir = builtFolder(name)
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      rollupOptions: {
        input: join(ROOT, entry),
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  })
  return join(outDir, `${basename(entry, '.ts')}.cjs`)
}

/** The terminal's. */
export const builtCli = (name: string): Promise<string> => builtMain('main/cli.ts', name)

export const builtFolder = (name: string): string => join(ROOT, 'node_modules/.cache', name)
