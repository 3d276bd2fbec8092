/** What stands before the pickle of an aot_compile file since torch 2.15 (torch/_dynamo/aot_compile.py): a mark and a format. */
import { ContainerError } from './container'

const MAGIC = new TextEncoder().encode('PT2AOT')
const FORMAT = 1

/** Whether bytes begin with the mark, whatever the format. */
export const hasAotHeader = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/** How many bytes stand before the pickle; 0 for none. @throws ContainerError for a format that is not known. */
export function aotHeaderLength(bytes: Uint8Array, base = 0): number {
  if (!hasAotHeader(bytes)) return 0
  const format = bytes[MAGIC.length]
  if (format !== FORMAT)
    throw new ContainerError(
      `an aot_compile file of format ${format ?? 'none'}, where ${FORMAT} is known, at byte ${base + MAGIC.length}`,
      base + MAGIC.length,
    )
  return MAGIC.length + 1
}
