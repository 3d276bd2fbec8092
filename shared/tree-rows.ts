/** The columns of a drawn tree that each of its rows fills by itself, without a look at the others. */

/** Those that index the table of strings. */
export const TEXT_COLUMNS = ['titleId', 'textId', 'tagId', 'baseId', 'fileId'] as const
export const NUMBER_COLUMNS = ['kind', 'family', 'depth', 'lines'] as const

/** Empty columns for `count` rows. */
export function rowColumns(count: number) {
  return {
    kind: new Uint8Array(count),
    family: new Uint8Array(count),
    depth: new Uint16Array(count),
    titleId: new Uint32Array(count),
    textId: new Uint32Array(count),
    tagId: new Uint32Array(count),
    baseId: new Uint32Array(count),
    fileId: new Uint32Array(count),
    lines: new Uint8Array(count),
  }
}
