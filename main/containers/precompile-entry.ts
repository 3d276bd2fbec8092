/**
 * Dynamo's cache entries (torch/_dynamo/package.py), one pickle each:
 * - PrecompileCacheEntry {dynamo: _DynamoCacheEntry, backends}, the `entry` file that DiskDynamoStore and caching_precompile write;
 * - a bare _DynamoCacheEntry {codes: [_DynamoCodeCacheEntry {guarded_codes: [_GuardedCodeCacheEntry {guards_state}]}]},
 *   the `dynamo` file of torch 2.8's DynamoStore and the content of its `precompile_dynamo` artifacts.
 */
import { dictEntries } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { FileKind } from '../../shared/document'
import { codeInfo } from './code'
import { ContainerError, type Candidate, type ContainerBlob, type ContainerNote, type Recogniser } from './container'
import { className, fieldsOf, requiredList, systemInfo, text, texts } from './fields'
import { payload } from './payload'

const PACKAGE = 'torch._dynamo.package.'

export const precompileEntry: Recogniser = {
  name: 'cache entry of Dynamo',
  recognise(file) {
    const pickle = file.pickle()
    if (pickle === null) return null
    const { root } = pickle
    const cls = className(root)
    if (cls !== `${PACKAGE}PrecompileCacheEntry` && cls !== `${PACKAGE}_DynamoCacheEntry`) return null
    const outer = fieldsOf(root)
    const dynamo = cls === `${PACKAGE}_DynamoCacheEntry` ? root : outer.get('dynamo')
    if (dynamo === undefined) throw missing('dynamo', root, file)
    const entry = fieldsOf(dynamo)
    const notes: ContainerNote[] = []
    const blobs: ContainerBlob[] = []
    requiredList(entry.get('codes'), 'codes', dynamo, file.base).forEach((code, c) =>
      readCode(code, c, entry, file, blobs, notes),
    )
    return {
      kind: kindOf(root, dynamo, outer.get('backends')),
      ...systemInfo(entry),
      notes,
      blobs,
      outer: [{ pickle, base: file.base }],
    }
  },
}

/** One code object and its recompilations. */
function readCode(
  node: PickleNode,
  index: number,
  entry: ReadonlyMap<string, PickleNode>,
  file: Candidate,
  blobs: ContainerBlob[],
  notes: ContainerNote[],
): void {
  const path = `codes[${index}]`
  const fields = fieldsOf(node)
  const code = codeInfo(fields.get('python_code'))
  const name = functionName(code.name, fields, index === 0 ? text(entry.get('fn_name')) : '')
  const bypassed = fields.get('bypassed')
  if (bypassed?.kind === 'bool' && bypassed.value) {
    notes.push({
      severity: 'note',
      message: `${path} (${name}) is marked as bypassed: torch does not install it`,
      offset: file.base + node.start,
    })
  }
  requiredList(fields.get('guarded_codes'), `${path}.guarded_codes`, node, file.base).forEach(
    (guarded, recompilation) => {
      const at = `${path}.guarded_codes[${recompilation}].guards_state`
      const state = fieldsOf(guarded).get('guards_state')
      if (state === undefined) throw missing(at, guarded, file)
      blobs.push({
        index: blobs.length,
        path: at,
        function: name,
        recompilation,
        locals: code.locals,
        pickle: null,
        ...payload(state, file, at),
      })
    },
  )
}

/** Before Python 3.11 a code knows no qualified name: the entry may know it as a function's name. */
function functionName(name: string, fields: ReadonlyMap<string, PickleNode>, entryName: string): string {
  if (name.includes('.')) return name
  const known = [...(texts(fields.get('function_names')) ?? []), entryName]
  return known.find((longer) => longer.endsWith(`.${name}`)) ?? name
}

/** Only a store writes eager backends (DynamoStore.record_eager_backend), and only 2.8's store a bare _DynamoCacheEntry. */
function kindOf(root: PickleNode, dynamo: PickleNode, backends: PickleNode | undefined): FileKind {
  if (root === dynamo) return 'dynamo-store-entry'
  const values = backends?.kind === 'dict' ? dictEntries(backends) : []
  const eager = values.some(([, value]) => className(value) === 'torch._dynamo.precompile_context.EagerCacheArtifact')
  return eager ? 'dynamo-store-entry' : 'precompile-entry'
}

function missing(what: string, owner: PickleNode, file: Candidate): ContainerError {
  const offset = file.base + owner.start
  return new ContainerError(`${what} is missing from the ${className(owner) ?? owner.kind} at byte ${offset}`, offset)
}
