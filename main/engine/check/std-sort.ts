/** The order that C++ leaves equal elements in: std::sort of libstdc++ (stl_algo.h), with which torch for Linux is built. */

/** Up to this many are sorted by insertion (_S_threshold). */
const THRESHOLD = 16

/** Sorts in place by a count, the highest first. */
export function stdSort<T>(items: T[], count: (item: T) => number): void {
  const before = (a: T, b: T): boolean => count(a) > count(b)
  if (items.length > THRESHOLD) partitionAll(items, before)
  const head = Math.min(items.length, THRESHOLD)
  for (let i = 1; i < head; i++) insert(items, i, before)
  for (let i = head; i < items.length; i++) insert(items, i, before)
}

/** __introsort_loop. Its turn to heapsort is left out: counts that are mostly equal do not get there. */
function partitionAll<T>(items: T[], before: (a: T, b: T) => boolean): void {
  const open: [number, number][] = [[0, items.length]]
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [first, last] = range
    if (last - first <= THRESHOLD) continue
    const cut = partition(items, first, last, before)
    open.push([first, cut], [cut, last])
  }
}

/** __unguarded_partition_pivot. */
function partition<T>(items: T[], first: number, last: number, before: (a: T, b: T) => boolean): number {
  const at = (i: number): T => items[i] as T
  const swap = (i: number, j: number): void => {
    const item = at(i)
    items[i] = at(j)
    items[j] = item
  }
  swap(first, median(at, first + 1, first + ((last - first) >> 1), last - 1, before))
  const pivot = at(first)
  let [low, high] = [first + 1, last]
  for (;;) {
    while (before(at(low), pivot)) low++
    high--
    while (before(pivot, at(high))) high--
    if (low >= high) return low
    swap(low, high)
    low++
  }
}

/** The place of the median of three, as __move_median_to_first chooses among equals. */
function median<T>(at: (i: number) => T, a: number, b: number, c: number, before: (a: T, b: T) => boolean): number {
  if (before(at(a), at(b))) return before(at(b), at(c)) ? b : before(at(a), at(c)) ? c : a
  return before(at(a), at(c)) ? a : before(at(b), at(c)) ? c : b
}

/** __unguarded_linear_insert, with its guard: what comes before equals stays there. */
function insert<T>(items: T[], at: number, before: (a: T, b: T) => boolean): void {
  const item = items[at] as T
  let i = at
  for (; i > 0 && before(item, items[i - 1] as T); i--) items[i] = items[i - 1] as T
  items[i] = item
}
