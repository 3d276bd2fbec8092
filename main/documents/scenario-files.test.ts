import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ScenarioFiles } from './scenario-files'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guardscope-scenarios-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const ONE = '{"name": "one"}'

describe('scenarios beside a file', () => {
  it('are written whole, and again over what was written or read here', async () => {
    const [path, files] = [join(folder, 'x.scenarios.json'), new ScenarioFiles(null)]
    await files.save(path, [ONE])
    await files.save(path, [])
    const next = new ScenarioFiles(null)
    await next.seen(path)
    await next.save(path, [ONE])
    expect([JSON.parse(await readFile(path, 'utf8')), await readdir(folder)]).toEqual([
      { scenarios: [{ name: 'one' }] },
      ['x.scenarios.json'],
    ])
  })

  it('are never written over what another program wrote there', async () => {
    const [path, files] = [join(folder, 'x.scenarios.json'), new ScenarioFiles(null)]
    await files.save(path, [])
    await writeFile(path, 'theirs')
    await expect(files.save(path, [ONE])).rejects.toThrow('x.scenarios.json was changed by another program')
    expect(await readFile(path, 'utf8')).toBe('theirs')
  })

  it('say why where they cannot be written, and what stood there stands', async () => {
    const [path, files] = [join(folder, 'x.scenarios.json'), new ScenarioFiles(null)]
    await files.save(path, [ONE])
    await expect(files.save(path, ['{'])).rejects.toThrow('scenario 0 is not JSON')
    await expect(files.save(join(folder, 'none', 'y.json'), [ONE])).rejects.toThrow(
      'y.json could not be written: ENOENT',
    )
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ scenarios: [{ name: 'one' }] })
  })
})

describe('scenarios that were not saved', () => {
  it('are kept for the next session, for their owner alone, until they are saved', async () => {
    const [path, keep] = [join(folder, 'x.scenarios.json'), join(folder, 'unsaved')]
    await new ScenarioFiles(keep).keep(path, [ONE])
    const files = new ScenarioFiles(keep)
    const kept = await files.kept(path)
    const { mode } = await stat(kept ?? '')
    const text = await readFile(kept ?? '', 'utf8')
    await files.save(path, [ONE])
    expect([JSON.parse(text), mode & 0o077, await files.kept(path)]).toEqual([
      { scenarios: [{ name: 'one' }] },
      0,
      null,
    ])
  })
})
