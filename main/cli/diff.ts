/**
 * `diff A B`: guards, expected values and state that differ, matched by source and kind; `diff FILE`: why each
 * recompilation in it was made.
 *
 * `--json` prints for two files
 * `{"a": PATH, "b": PATH, "same": true | false | "unknown", "blobs": [{"a": BLOB | null, "b": BLOB | null, "differences": [DIFFERENCE]}]}`
 * and for one
 * `{"file": PATH, "recompilations": [{"function", "path", "of", "before", "check": true | false | "unknown", "refused":
 * [PART], "explained": [{"name", "expected", "actual", "same": true | false | null}], "unknown": [SOURCE], "sentences":
 * [TEXT], "differences": [DIFFERENCE]}]}`. `explained`: what the guard that refused wants, against what came.
 * BLOB is `{"index", "path", "function", "recompilation"}`. A DIFFERENCE is what shared/diff.ts says of it, in the
 * order it is printed in: state, removed, added, changed, expressions, relations, managers, unknown, text. `unknown`:
 * a file does not hold what a guard wants, which may differ or not; the exit status is then 1, too. `text` stands there
 * with `--text` only, and is no difference.
 */
import type { BlobInfo } from '../../shared/document'
import type { Difference } from '../../shared/diff'
import type { BuiltTree } from '../engine/build'
import { diffTrees, isCertain } from '../diff/compare'
import { type Pair, pairsOf } from '../diff/pairs'
import { functionsIn, type Recompilation, whyRecompiled } from '../diff/recompiled'
import { type Command, CommandError, DONE, FINDINGS, type Status } from './command'
import { differencesText, recompilationsText } from './diff-text'
import { about, blobPlace, blobTitle, chosenBlobs, openFile } from './open'
import { write, writeJson } from './output'

interface Side {
  readonly path: string
  readonly blobs: readonly BlobInfo[]
  readonly tree: (blob: BlobInfo) => BuiltTree
  readonly bytes: (blob: BlobInfo) => Uint8Array
}

export const diff: Command = {
  operands: ['FILE'],
  optional: ['B'],
  options: { blob: { type: 'string' }, 'against-blob': { type: 'string' }, text: { type: 'boolean' } },
  run({ operands: [first = '', second], values, json }) {
    const withText = values['text'] === true
    const other = second ?? (values['against-blob'] === undefined ? null : first)
    const a = sideOf(first, values['blob'])
    if (other === null) return recompilations(a, withText, json)
    return compare(a, sideOf(other, values['against-blob']), withText, json)
  },
}

function sideOf(path: string, option: unknown): Side {
  const { document } = openFile(path)
  return {
    path,
    blobs: chosenBlobs(path, document.info.blobs, option),
    tree: (blob) => about(blobPlace(path, blob), () => document.tree(blob.index)),
    bytes: (blob) => document.container.blobs[blob.index]?.bytes ?? new Uint8Array(),
  }
}

function compare(a: Side, b: Side, withText: boolean, json: boolean): Status {
  const results = pairsIn(a, b).map((pair) => {
    const { a: from, b: to } = pair
    if (from === null || to === null) return { ...pair, differences: [] }
    const differences = shown(diffTrees(a.tree(from), b.tree(to)), withText)
    // what the same bytes do not tell is the same all the same
    return { ...pair, differences: Buffer.compare(a.bytes(from), b.bytes(to)) === 0 ? [] : differences }
  })
  const differs = results.some((pair) => pair.a === null || pair.b === null || pair.differences.some(isCertain))
  const isOpen = results.some(({ differences }) => differences.some(({ kind }) => kind === 'unknown'))
  const same = differs ? false : isOpen ? 'unknown' : true
  if (json) {
    const blobs = results.map((result) => ({ ...result, a: asJson(result.a), b: asJson(result.b) }))
    writeJson({ a: a.path, b: b.path, same, blobs })
  } else {
    const titled = results.map((result) => ({ title: results.length > 1 ? titleOf(result) : null, ...result }))
    write(differencesText(a.path, b.path, titled))
  }
  return same === true ? DONE : FINDINGS
}

const shown = (differences: readonly Difference[], withText: boolean): readonly Difference[] =>
  withText ? differences : differences.filter(({ kind }) => kind !== 'text')

/** One blob each, or all of two containers. */
function pairsIn(a: Side, b: Side): readonly Pair[] {
  const [onlyA, onlyB] = [a.blobs.length === 1, b.blobs.length === 1]
  if (onlyA !== onlyB) {
    const [several, option] = onlyA ? [b, 'against-blob'] : [a, 'blob']
    throw new CommandError(
      `${several.path}: holds ${several.blobs.length} blobs: --${option} N picks the one to compare`,
    )
  }
  return pairsOf(a.blobs, b.blobs)
}

function titleOf({ a, b }: Pair): string {
  if (a === null) return b === null ? '' : `${blobTitle(b)}: in the second file only`
  return b === null ? `${blobTitle(a)}: in the first file only` : blobTitle(a)
}

const asJson = (blob: BlobInfo | null): unknown =>
  blob === null
    ? null
    : { index: blob.index, path: blob.path, function: blob.function, recompilation: blob.recompilation }

function recompilations(side: Side, withText: boolean, json: boolean): Status {
  if (side.blobs.length === 1)
    throw new CommandError(`${side.path}: holds one blob: name another to compare it with (guardscope diff A B)`)
  const results = functionsIn(side.blobs).flatMap(({ name, path, blobs }) =>
    whyRecompiled(blobs.map(side.tree)).map((one) => ({ function: name, path, ...one })),
  )
  if (json) {
    writeJson({
      file: side.path,
      recompilations: results.map(({ failed: _failed, ...one }) => ({
        ...one,
        check: one.check ?? 'unknown',
        differences: shown(one.differences, withText),
      })),
    })
  } else write(recompilationsText(side.path, results))
  return results.length === 0 ? DONE : FINDINGS
}

export type NamedRecompilation = Recompilation & { readonly function: string; readonly path: string }
