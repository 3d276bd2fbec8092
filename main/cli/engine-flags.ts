/** Sets V8 for a command, which runs once and cold. */
import { setFlagsFromString } from 'node:v8'

/** The V8 of Node 20 to 24, where these flags were tried: another might not know them, and would say so on standard error. */
const TRIED = { first: 11, last: 13 }

/**
 * Young objects get their room in one step, where they would be copied over and over while it grows,
 * and functions are compiled at their first call. On a large tree that is a fifth of the time.
 */
export function setEngineFlags(): void {
  const major = Number.parseInt(process.versions.v8, 10)
  if (major < TRIED.first || major > TRIED.last) return
  setFlagsFromString('--semi-space-growth-factor=32')
  setFlagsFromString('--always-sparkplug')
}
