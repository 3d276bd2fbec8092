/** What is fuzzed: a reader, how inputs for it are made, and what counts as right. */
import type { Random } from './random'

export interface Target {
  readonly name: string
  /** The reader in a few words. */
  readonly reads: string
  /** Of a thousand inputs of a run of all readers, how many are its own. */
  readonly share: number
  make(random: Random): Uint8Array
  /**
   * Reads an input. False where it is refused as a bad input is: with an error of the project's own, in one line.
   * Throws for all else.
   */
  read(input: Uint8Array): boolean | Promise<boolean>
}

/** A law that an input breaks: it was read, and what came of it is wrong. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw'
}

type ErrorClass = abstract new (...args: never[]) => Error

/** Runs a reader: true where it gives a value, false where it refuses with one of these errors. */
export function readOrRefused(errors: readonly ErrorClass[], read: () => void): boolean {
  try {
    read()
    return true
  } catch (error) {
    checkRefusal(errors, error)
    return false
  }
}

/** Throws what is no refusal, and a refusal that is not one line for a person. */
export function checkRefusal(errors: readonly ErrorClass[], error: unknown): void {
  if (!errors.some((one) => error instanceof one)) throw error
  const { message } = error as Error
  if (message === '' || /[\r\n]/.test(message)) throw new BrokenLaw(`a refusal that is not one line: ${message}`)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
export const toBytes = (text: string): Uint8Array => encoder.encode(text)
export const toText = (bytes: Uint8Array): string => decoder.decode(bytes)

/** An input for a reader that wants a file beside it: the file's name, and the rest. */
export const withFile = (name: string, rest: Uint8Array | string): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from(`${name}\n`), typeof rest === 'string' ? Buffer.from(rest) : rest]))

export function fileAndRest(input: Uint8Array): { readonly file: string; readonly rest: Uint8Array } {
  const end = input.indexOf(0x0a)
  return { file: toText(input.subarray(0, Math.max(0, end))), rest: input.subarray(end + 1) }
}
