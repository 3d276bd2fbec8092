/** The pickle decoder and encoder: what is read is written again, and reads the same. */
import { decodePickle, PickleError } from '../../main/pickle/decode'
import { encodePickle } from '../../main/pickle/encode'
import type { Pickle } from '../../main/pickle/node'
import { describe } from '../../main/pickle/testing/describe'
import { pickleProgram } from '../grammar/pickle'
import { damage } from '../mutate'
import type { Seeds } from '../seeds'
import { BrokenLaw, checkRefusal, type Target } from '../target'

/** Objects that hold each other many times over can be written at length; that is refused, and no error of the law. */
const MOST_WRITTEN = 64 * 1024 * 1024

export const pickle = (seeds: Seeds): Target => ({
  name: 'pickle',
  reads: 'the pickle decoder and encoder',
  share: 360,
  make(random) {
    if (random.oneIn(3)) {
      const program = pickleProgram(random)
      return random.oneIn(3) ? damage(program, pickleProgram(random), random) : program
    }
    const file = random.pick(random.oneIn(12) ? seeds.containers : seeds.blobs)
    return damage(file.bytes, random.pick(seeds.blobs).bytes, random)
  },
  read(input) {
    let read
    try {
      read = decodePickle(input)
    } catch (error) {
      checkRefusal([PickleError], error)
      const { offset } = error as PickleError
      if (!(offset >= 0 && offset <= input.length)) throw new BrokenLaw(`an error at byte ${offset} of ${input.length}`)
      return false
    }
    let written
    try {
      written = encodePickle(read, { maxBytes: MOST_WRITTEN })
    } catch (error) {
      checkRefusal([PickleError], error)
      return true
    }
    let again
    try {
      again = decodePickle(written)
    } catch (error) {
      throw new BrokenLaw(`what was written cannot be read: ${String(error)}`)
    }
    const rewritten = encodePickle(again, { maxBytes: MOST_WRITTEN })
    // objects that hold each other in ways CPython cannot make may be written in another order the second time
    if (Buffer.compare(written, rewritten) !== 0 && told(again) !== told(read))
      throw new BrokenLaw('what was written reads otherwise')
    return true
  },
})

const told = (of: Pickle): string =>
  JSON.stringify(describe(of), (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
