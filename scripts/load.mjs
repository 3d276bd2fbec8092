/**
 * `npm run load`: the app used for long, and whether what it holds grows. GUARDSCOPE_LOAD_DOCUMENTS, _EDITS and _HOURS
 * (10, 1000 and 24 where they are not set) say how long.
 */
import { build, isBuilt } from './build.mjs'
import { endToEnd } from './end-to-end.mjs'

const built = isBuilt() ? 0 : await build()
process.exit(built === 0 ? await endToEnd(process.argv.slice(2), { GUARDSCOPE_LOAD: '1' }) : built)
