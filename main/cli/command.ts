/** What a command of the terminal is, and how it says that it could not do its work. */
import type { ParseArgsConfig } from 'node:util'

/** Exit status: done and good; done, with findings, failed checks or differences; could not be done. */
export const DONE = 0
export const FINDINGS = 1
export const FAILED = 2

export type Status = typeof DONE | typeof FINDINGS | typeof FAILED

export interface CommandInput {
  /** What stands on the command line without an option, `FILE` first. */
  readonly operands: readonly string[]
  /** Values of the command's own options. */
  readonly values: { readonly [name: string]: string | boolean | (string | boolean)[] | undefined }
  /** Print one JSON document and nothing else. */
  readonly json: boolean
}

/** One command. Its module is loaded when it is asked for, so that no command pays for another. */
export interface Command {
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** Names of the operands, all of them required. */
  readonly operands: readonly string[]
  /** Those that may follow. */
  readonly optional?: readonly string[]
  /** All behind the operands belongs to another program, options too. */
  readonly rest?: boolean
  /** Writes its result to standard output. Throws CommandError where it cannot. */
  run(input: CommandInput): Status | Promise<Status>
}

/** The command could not be done: one line for standard error. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** A whole number of at least `least`, from an option's text. */
export function wholeNumber(text: unknown, option: string, least: number): number {
  if (typeof text !== 'string' || !/^\d{1,9}$/.test(text) || Number(text) < least) {
    throw new CommandError(`--${option} takes a whole number of at least ${least}, not ${JSON.stringify(text)}`)
  }
  return Number(text)
}
