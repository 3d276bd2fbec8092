/**
 * A shared library whose functions return a status: bound from a table, called by name, a failing status thrown.
 *
 * Every argument is passed as the ABI passes it and no more: integers, and addresses of memory that the caller holds. What
 * comes back is read out of that memory by `layout.ts`, so that no conversion stands between the header and the table.
 */
import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'
import { DeviceCallError, LibraryError } from './errors'

/** `handle` is an opaque pointer, kept as an integer: both libraries exist for 64-bit systems only. */
export type ArgumentType = 'int' | 'uint' | 'size' | 'handle' | 'memory'

export interface BoundFunction {
  /** Names under which the library may export it, the best first. All take the same arguments. */
  readonly symbols: readonly string[]
  readonly takes: readonly ArgumentType[]
}
export type FunctionTable = Readonly<Record<string, BoundFunction>>

export interface LibrarySpec<T extends FunctionTable> {
  /** What a person calls it. */
  readonly title: string
  readonly functions: T
  /** Why a function that this driver's library lacks cannot be called. */
  readonly missing: string
  statusName(status: number): string
}

export type Argument = number | bigint | NodeJS.ArrayBufferView | null

const KOFFI_TYPES: Readonly<Record<ArgumentType, string>> = {
  int: 'int',
  uint: 'uint',
  size: 'uint64',
  handle: 'uint64',
  memory: 'void *',
}

export class NativeLibrary<T extends FunctionTable> {
  private readonly bound = new Map<keyof T, ((...rest: Argument[]) => number) | null>()

  private constructor(
    private readonly spec: LibrarySpec<T>,
    private readonly handle: Koffi.LibraryHandle,
    private readonly addressOf: (memory: NodeJS.ArrayBufferView) => bigint,
  ) {}

  /** Loads the first of `names` that the system has; a LibraryError where it has none. */
  static load<T extends FunctionTable>(spec: LibrarySpec<T>, names: readonly string[]): NativeLibrary<T> {
    if (names.length === 0) throw new LibraryError(spec.title, `${spec.title} does not exist for this system`)
    const koffi = loadKoffi(spec.title)
    let reason = ''
    for (const name of names) {
      try {
        return new NativeLibrary(spec, koffi.load(name), koffi.address)
      } catch (error) {
        reason = firstLine(error).replace(/^Failed to load shared library: /, '')
      }
    }
    const absent = /no such file|not find the (module|specified)/i.test(reason)
    throw new LibraryError(spec.title, absent ? `${names[0]} is not here` : `${names[0]} does not load: ${reason}`)
  }

  /** Calls; throws a DeviceCallError for any status but success and those in `expected`. The status. */
  call(name: keyof T & string, args: readonly Argument[], expected: readonly number[] = []): number {
    const bound = this.functionNamed(name)
    if (bound === null) throw new DeviceCallError(name, this.spec.missing)
    const status = bound(...args)
    if (status !== 0 && !expected.includes(status)) throw new DeviceCallError(name, this.spec.statusName(status))
    return status
  }

  /** Where memory lies, for the pointers that are themselves in memory. Valid while the caller holds it. */
  address(memory: NodeJS.ArrayBufferView): bigint {
    return this.addressOf(memory)
  }

  unload(): void {
    this.handle.unload()
  }

  private functionNamed(name: keyof T): ((...rest: Argument[]) => number) | null {
    const known = this.bound.get(name)
    if (known !== undefined) return known
    const spec = this.spec.functions[name]
    let found: ((...rest: Argument[]) => number) | null = null
    for (const symbol of spec?.symbols ?? []) {
      try {
        found = this.handle.func(symbol, 'int', spec?.takes.map((type) => KOFFI_TYPES[type]) ?? [])
        break
      } catch {
        // an older driver's library lacks it: the next name
      }
    }
    this.bound.set(name, found)
    return found
  }
}

/** Here and nowhere on the way to the first window; by require, as Electron before 28 imports nothing at run time. */
function loadKoffi(title: string): typeof Koffi {
  try {
    return createRequire(__filename)('koffi') as typeof Koffi
  } catch (error) {
    throw new LibraryError(title, `koffi, which calls libraries, does not load: ${firstLine(error)}`)
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
