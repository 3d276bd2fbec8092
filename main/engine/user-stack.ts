/** The stack of the user's code that led to a guard, and the comment torch makes of it. */
import { fieldsOf } from '../state/fields'
import { itemsOf } from '../state/read-state'
import type { Guard } from '../state/guards-state'
import type { PickleNode } from '../pickle/node'

/** A frame of a guard's stack; `line` is the source line, stripped, null where the file did not keep it. */
export interface Frame {
  readonly file: string
  readonly lineno: number
  readonly name: string
  readonly line: string | null
}

/** `Guard.user_stack`, outermost frame first. */
export function userStack(guard: Guard): readonly Frame[] {
  return frameNodes(guard).map(frameOf)
}

/** The nodes of the frames, outermost first. */
function frameNodes(guard: Guard): readonly PickleNode[] {
  const node = guard.slots.get('user_stack')
  return node === undefined ? [] : itemsOf(node)
}

/**
 * The innermost frame that `accept` takes; null if it takes none, undefined without any stack.
 * Frames are read one by one: most guards need the last alone.
 */
export function innermost(guard: Guard, accept: (frame: Frame) => boolean): Frame | null | undefined {
  const nodes = frameNodes(guard)
  if (nodes.length === 0) return undefined
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i]
    const frame = node === undefined ? null : frameOf(node)
    if (frame !== null && accept(frame)) return frame
  }
  return null
}

const text = (node: PickleNode | undefined): string => (node?.kind === 'str' ? node.value : '')

/** traceback.FrameSummary: `_line` up to Python 3.12, `_lines` since; in 2.8 a plain tuple. */
function frameOf(node: PickleNode): Frame {
  if (node.kind === 'tuple') {
    const [file, lineno, name, line] = node.items
    return {
      file: text(file),
      lineno: lineno?.kind === 'int' ? Number(lineno.value) : 0,
      name: text(name),
      line: line?.kind === 'str' ? line.value.trim() : null,
    }
  }
  const fields = fieldsOf(node)
  const lineno = fields.get('lineno')
  const line = fields.get('_line') ?? fields.get('_lines')
  return {
    file: text(fields.get('filename')),
    lineno: lineno?.kind === 'int' ? Number(lineno.value) : 0,
    name: text(fields.get('name')),
    line: line?.kind === 'str' ? (line.value.split('\n')[0] ?? '').trim() : null,
  }
}

/** Whether the guard holds a CapturedTraceback: loaded, it is empty, and prints as `<unknown>`. */
export function hasStack(guard: Guard): boolean {
  const node = guard.slots.get('stack')
  return node !== undefined && node.kind !== 'none'
}

const TORCH_FOLDER = /^(.*[/\\](?:site|dist)-packages[/\\]torch)[/\\]/

/** torch's folder in the loading process, read off the stacks: the folder above the frames of torch's own files. */
export function torchFolder(guards: readonly Guard[]): string {
  for (const guard of guards) {
    const found = innermost(guard, (frame) => TORCH_FOLDER.test(frame.file))
    const folder = found == null ? undefined : TORCH_FOLDER.exec(found.file)?.[1]
    if (folder !== undefined) return folder
  }
  return '/usr/lib/python3/dist-packages/torch'
}

/** torch.utils._traceback.shorten_filename: what is left after the common path with torch's folder (and one more character). */
export function shortenFilename(file: string, base: string): string {
  const id = `${base}\u0000${file}`
  let short = shortened.get(id)
  if (short === undefined) {
    short = shorten(file, base)
    if (shortened.size >= MOST_FILES) shortened.clear()
    shortened.set(id, short)
  }
  return short
}

/** Few files make many guards. */
const shortened = new Map<string, string>()
const MOST_FILES = 1000

function shorten(file: string, base: string): string {
  if (file.startsWith('/') !== base.startsWith('/')) return file
  const a = file.split('/').filter((p) => p !== '' && p !== '.')
  const b = base.split('/').filter((p) => p !== '' && p !== '.')
  let same = 0
  while (same < a.length && same < b.length && a[same] === b[same]) same++
  const prefix = file.startsWith('/') ? `/${a.slice(0, same).join('/')}` : a.slice(0, same).join('/')
  return [...file].slice([...prefix].length + 1).join('')
}

/** What a comment begins with whose line of code the process that loads looks up in its own file. */
export const LINE_ELSEWHERE = '  # #  # '

/** torch.utils._traceback.format_frame. */
export function formatFrame(frame: Frame, base: string, withLine: boolean): string {
  const line = withLine ? `${frame.line ?? '#'}  # ` : ''
  return `${line}${shortenFilename(frame.file, base)}:${frame.lineno} in ${frame.name}`
}
