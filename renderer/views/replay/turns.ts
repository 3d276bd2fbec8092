/** Many scenarios asked for in turns: the thread that answers is free for others in between. */

const MOST = 64
const MOST_CHARACTERS = 1_000_000

/** In order, each turn with one at least. */
export function turns<T extends { readonly text: string }>(scenarios: readonly T[]): readonly (readonly T[])[] {
  const all: T[][] = []
  let last: T[] = []
  let characters = 0
  for (const scenario of scenarios) {
    const isFull = last.length === MOST || characters + scenario.text.length > MOST_CHARACTERS
    if (last.length === 0 || isFull) {
      last = []
      characters = 0
      all.push(last)
    }
    last.push(scenario)
    characters += scenario.text.length
  }
  return all
}
