/** Compiles the stand-in for the driver's libraries, with whatever C compiler `cc` is. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** The path of the library: NVML and the CUDA driver in one. `old` leaves out what came with later drivers. */
export function buildStandIn(folder: string, old = false): string {
  const library = join(folder, old ? 'stand-in-old.so' : 'stand-in.so')
  const wanted = ['-O3', '-shared', '-fPIC', ...(old ? ['-DOLD_DRIVER'] : []), '-o', library]
  const source = join(__dirname, 'stand-in.c')
  // for this processor where the compiler can: the multiplication takes a quarter of the time
  const tries = [
    [...wanted, '-march=native', source],
    [...wanted, source],
  ].map((args) => spawnSync('cc', args, { encoding: 'utf8' }))
  const last = tries.at(-1)
  if (last?.status !== 0) throw new Error(`cc does not compile the stand-in: ${last?.error?.message ?? last?.stderr}`)
  return library
}
