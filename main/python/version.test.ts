/** The bridge is delivered with Guardscope, and bears its version. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { version } from '../../package.json'
import { resourcesFolder } from '../resources'

test('the bridge has the version of Guardscope', () => {
  const source = readFileSync(join(resourcesFolder('python'), 'guardscope_bridge', '__init__.py'), 'utf8')
  expect(/^__version__ = "(.*)"$/m.exec(source)?.[1]).toBe(version)
})
