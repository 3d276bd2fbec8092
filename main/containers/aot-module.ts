/** What `_save_aot_compiled_module(path)` writes: a pickled list of bytes, each an aot_compile file (AOTCompiledModel.serialize). */
import { listItems } from '../pickle/access'
import { aotCompile } from './aot-compile'
import { candidate } from './candidate'
import { ContainerError, emptyContainer, type ContainerBlob, type OuterPickle, type Recogniser } from './container'
import { payload } from './payload'

export const aotModule: Recogniser = {
  name: 'aot-compiled module',
  recognise(file) {
    const pickle = file.pickle()
    const root = pickle?.root
    if (root?.kind !== 'list') return null
    const items = listItems(root)
    if (items.length === 0 || !items.every((item) => item.kind === 'bytes')) return null
    const blobs: ContainerBlob[] = []
    const outer: OuterPickle[] = pickle === null ? [] : [{ pickle, base: file.base }]
    let versions = { torch: '', python: '' }
    for (const [index, item] of items.entries()) {
      const result = payload(item, file, `[${index}]`)
      const inner = aotCompile.recognise(candidate(result.bytes, result.offset))
      if (inner === null) {
        if (index === 0) return null
        throw new ContainerError(`[${index}] at byte ${result.offset} is no ${aotCompile.name}`, result.offset)
      }
      if (versions.torch === '') versions = { torch: inner.torch, python: inner.python }
      outer.push(...inner.outer)
      for (const blob of inner.blobs) {
        blobs.push({ ...blob, index: blobs.length, path: `[${index}].${blob.path}`, recompilation: index })
      }
    }
    return { ...emptyContainer, kind: 'aot-module', ...versions, blobs, outer }
  },
}
