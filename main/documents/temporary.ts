/** Names for what is written whole before it takes a file's place, and what a process that was killed left of them. */
import * as fs from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** A process of another machine that writes into the same folder is done by then, in milliseconds. */
const OLD = 60_000

/** In the same folder, so that a rename turns it into the file. */
export const temporaryFor = (target: string): string => join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)

/** Removes what processes that are gone left of earlier writes of this file. Never throws: the next write tries again. */
export function removeLeftovers(target: string): void {
  const folder = dirname(target)
  const start = `.${basename(target)}.`
  try {
    for (const name of fs.readdirSync(folder)) {
      const pid = name.startsWith(start) ? /^(\d+)\.tmp$/.exec(name.slice(start.length))?.[1] : undefined
      if (pid === undefined || isAlive(Number(pid))) continue
      const path = join(folder, name)
      if (Date.now() - fs.statSync(path).mtimeMs > OLD) fs.rmSync(path, { force: true })
    }
  } catch {
    // a folder that cannot be listed, or another was faster
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
