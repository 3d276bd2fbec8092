/**
 * `npm run test:torch`: the tests that ask a real torch, and the app driven with one, in a virtual environment of their own in the user's cache.
 * Where there is no Python 3.10 or newer, or no torch for it, that is said and is a failure.
 * GUARDSCOPE_TORCH_PYTHON is a Python with torch 2.13.0 to take instead; GUARDSCOPE_TORCH_PYTHONS are further ones, as
 * PATH writes a list, with other versions of torch: they judge edited blobs too, and those migrated from one to another.
 */
import { build } from './build.mjs'
import { endToEnd } from './end-to-end.mjs'
import { runTool } from './process.mjs'
import { virtualEnvironment } from './virtual-environment.mjs'

const PACKAGES = ['torch==2.13.0', 'numpy']

console.log('== Tests against a real torch')
const python = process.env.GUARDSCOPE_TORCH_PYTHON ?? (await virtualEnvironment(PACKAGES))
if (python === null) process.exit(1)
const env = { ...process.env, GUARDSCOPE_TORCH_PYTHON: python }
const unit = await runTool('vitest', ['run', '--project', 'torch'], { env })
const built = await build()
const driven = built === 0 ? await endToEnd([], { GUARDSCOPE_TORCH: '1', GUARDSCOPE_TORCH_PYTHON: python }) : built
process.exit(unit || driven)
