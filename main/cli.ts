/** The terminal's way in: `guardscope COMMAND FILE`, on plain Node, without Electron. */
import { setEngineFlags } from './cli/engine-flags'
import { main } from './cli/main'
import { guardStandardOutput } from './cli/output'

setEngineFlags()
guardStandardOutput()
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status
})
