/** Numbers and sizes as the window says them. */

/** `148201` as `148 201`, with a narrow space that does not break. */
export function grouped(value: number): string {
  return value.toLocaleString('en').replaceAll(',', '\u202f')
}

/** Bytes in units of 1,000: `157 KB`. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'KB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

/** `1 guard`, `349 guards`. */
export function plural(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Milliseconds: `11 ms`, `1.4 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}
