/** What is loaded before the first window, or the first line of the terminal: what is lazy must stay so. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(__dirname, '..')

/** Files and packages that an entry's static imports reach; those that are types only are gone when it runs. */
function reached(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    const imports = readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)(?:[^'"]*?\bfrom\s+)?['"]([^'"]+)['"]/gm,
    )
    for (const [, name = ''] of imports) {
      if (!name.startsWith('.')) packages.add(name.startsWith('node:') ? 'node' : name)
      else visit(fileOf(join(root, dirname(file), name)))
    }
  }
  visit(entry)
  return { files, packages }
}

function fileOf(path: string): string {
  const found = [path, `${path}.ts`, join(path, 'index.ts')].find((file) => /\.\w+$/.test(file) && existsSync(file))
  if (found === undefined) throw new Error(`${path} is no file`)
  return relative(root, found)
}

test.each(['main/index.ts', 'main/preload.ts', 'main/cli.ts', 'main/documents/worker.ts'])(
  '%s loads no package but Electron, Node and the schemas, and nothing that calls a driver or emulates',
  (entry) => {
    const { files, packages } = reached(entry)
    expect(files.size).toBeGreaterThan(3)
    expect([...packages].filter((name) => !['electron', 'node', 'zod/mini'].includes(name))).toEqual([])
    const lazy = [...files].filter((file) => /^main\/(device|precision\/emulate)\//.test(file))
    // what starts them, when it is asked
    expect(lazy).toEqual(entry === 'main/index.ts' ? ['main/device/host.ts', 'main/precision/emulate/ask.ts'] : [])
  },
)

test('the process that calls the driver loads koffi when it is asked, and not before', () => {
  const { files, packages } = reached('main/device/process.ts')
  expect(files).toContain('main/device/library.ts')
  expect([...packages]).not.toContain('koffi')
  expect(readFileSync(join(root, 'main/device/library.ts'), 'utf8')).toContain("(__filename)('koffi')")
})
