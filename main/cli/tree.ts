/** `tree FILE`: the guard tree in torch's own text. */
import type { GuardDocument, TextOptions } from '../documents/document'
import type { BlobInfo } from '../../shared/document'
import { type Command, DONE } from './command'
import { about, blobPlace, blobTitle, chosenBlobs, openFile } from './open'
import { write, writeJson } from './output'

export const tree: Command = {
  operands: ['FILE'],
  options: { locals: { type: 'string' }, blob: { type: 'string' }, 'torch-folder': { type: 'string' } },
  run({ operands, values, json }) {
    const path = operands[0] ?? ''
    const { document } = openFile(path)
    const { locals, 'torch-folder': torchFolder } = values
    const options = {
      ...(typeof locals === 'string' ? { locals: namesIn(locals) } : {}),
      ...(typeof torchFolder === 'string' ? { torchFolder } : {}),
    }
    const blobs = chosenBlobs(path, document.info.blobs, values['blob'])
    const trees = blobs.map((blob) => ({ blob, text: treeText(path, document, blob, options) }))
    if (json) {
      const entries = trees.map(({ blob, text }) => ({
        index: blob.index,
        path: blob.path,
        function: blob.function,
        tree: text,
      }))
      writeJson({ blobs: entries })
      return DONE
    }
    // One tree stands alone, as torch prints it; several need names to tell them apart.
    const several = trees.length > 1
    write(
      trees
        .map(({ blob, text }) => (several ? `# ${blobTitle(blob)}\n${ended(text)}` : ended(text)))
        .join(several ? '\n' : ''),
    )
    return DONE
  },
}

function treeText(path: string, document: GuardDocument, blob: BlobInfo, options: TextOptions): string {
  return about(blobPlace(path, blob), () => document.treeText(blob.index, options))
}

/** `a,b,c`; an empty text is a frame without variables. */
function namesIn(text: string): readonly string[] {
  return text.trim() === '' ? [] : text.split(',').map((name) => name.trim())
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}
