/** Files that hold blobs: recognised, taken apart, and put together again. */
import { ContainerError } from '../../main/containers/container'
import { putBack } from '../../main/containers/put-back'
import { recognise } from '../../main/containers/recognise'
import { PickleError } from '../../main/pickle/decode'
import { damage } from '../mutate'
import type { Seeds } from '../seeds'
import { BrokenLaw, readOrRefused, type Target } from '../target'

const ERRORS = [ContainerError, PickleError]

export const containers = (seeds: Seeds): Target => ({
  name: 'containers',
  reads: 'files that hold blobs, of every kind',
  share: 80,
  make(random) {
    const file = random.pick(random.oneIn(10) ? seeds.blobs : seeds.containers)
    return damage(file.bytes, random.pick(seeds.containers).bytes, random)
  },
  read(input) {
    return readOrRefused(ERRORS, () => {
      const container = recognise(input)
      for (const note of container.notes)
        if (note.message === '' || /[\r\n]/.test(note.message)) throw new BrokenLaw(`a note: ${note.message}`)
      const [blob] = container.blobs
      if (blob === undefined) return
      let written: Uint8Array
      try {
        written = putBack(input, container, blob, blob.bytes)
      } catch (error) {
        if (!ERRORS.some((one) => error instanceof one)) throw error
        return
      }
      const again = recognise(written)
      if (again.kind !== container.kind || again.blobs.length !== container.blobs.length)
        throw new BrokenLaw(`put back, ${container.blobs.length} blobs in a ${container.kind} are ${again.blobs.length} in a ${again.kind}`) // prettier-ignore
      if (Buffer.compare(again.blobs[blob.index]?.bytes ?? new Uint8Array(), blob.bytes) !== 0)
        throw new BrokenLaw('put back, the blob is another')
    })
  },
})
