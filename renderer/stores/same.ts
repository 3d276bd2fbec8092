/** Whether an answer is still of what is asked for. */
export function areSame(a: readonly unknown[] | null | undefined, b: readonly unknown[]): boolean {
  return a != null && a.length === b.length && a.every((one, i) => one === b[i])
}
