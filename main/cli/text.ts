/** `text FILE`: a blob as a text to read and to edit; `edit --text` takes it back. */
import { blobText } from '../documents/blob-text'
import { type Command, DONE } from './command'
import { about, blobPlace, chosenBlobs, onlyBlob, openFile } from './open'
import { write, writeJson } from './output'

export const text: Command = {
  operands: ['FILE'],
  options: { blob: { type: 'string' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { document } = openFile(path)
    const { blobs } = document.info
    for (const blob of chosenBlobs(path, blobs, values['blob'] ?? onlyBlob(path, blobs.length))) {
      const written = about(blobPlace(path, blob), () => blobText(document, blob.index)).text
      if (json) writeJson({ index: blob.index, path: blob.path, function: blob.function, text: written })
      else write(written)
    }
    return DONE
  },
}
