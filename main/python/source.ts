/** The bridge as it is sent to the Python that shall run it: nothing of it need be installed there. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { resourcesFolder } from '../resources'

/**
 * What `python -c` is given: it reads the sources from standard input and starts them. Without a single quote, a line break
 * or a character that a shell expands, so that it passes through any number of them; an old Python can parse it.
 */
export const BOOTSTRAP = [
  'import sys,os',
  '(sys.version_info<(3,9))and sys.exit("Python 3.9 or newer is needed, this is "+sys.version.split()[0])',
  'import json,zlib',
  'f=os.fdopen(os.dup(0),"rb",0)',
  'n=int(f.readline()or sys.exit(1))',
  'b=b""',
  'exec("while len(b)<n: b+=f.read(n-len(b)) or sys.exit(1)")',
  'f.close()',
  'p=json.loads(zlib.decompress(b))',
  'exec(p["loader"],dict(__name__="guardscope_loader",SOURCES=p["modules"]))',
].join(';')

let packed: Buffer | null = null

/** What standard input begins with. */
export function packedBridge(): Buffer {
  if (packed === null) {
    const folder = resourcesFolder('python')
    const own = join(folder, 'guardscope_bridge')
    const files = readdirSync(own).filter((name) => name.endsWith('.py'))
    const modules = Object.fromEntries(files.map((name) => [name.slice(0, -3), readFileSync(join(own, name), 'utf8')]))
    const loader = readFileSync(join(folder, 'loader.py'), 'utf8')
    const body = deflateSync(JSON.stringify({ loader, modules }))
    packed = Buffer.concat([Buffer.from(`${body.length}\n`), body])
  }
  return packed
}
