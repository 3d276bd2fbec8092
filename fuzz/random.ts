/** Random choices that are the same ones for the same seed, reader and number of the input. */

export class Random {
  private state: number

  constructor(seed: number, name: string, index: number) {
    let hash = 0x811c9dc5 ^ seed
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    this.state = mixed(hash ^ mixed(index + 0x9e3779b9))
  }

  /** In [0, 2**32): mulberry32. */
  readonly next = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  /** In [0, n). */
  below(n: number): number {
    return n <= 1 ? 0 : this.next() % n
  }

  /** Once in `n` times. */
  oneIn(n: number): boolean {
    return this.next() % n === 0
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.below(list.length)]
    if (item === undefined && list.length === 0) throw new Error('nothing to pick from')
    return item as T
  }

  /** Mostly small, sometimes large: a count of what is repeated or nested. */
  size(most: number): number {
    return this.below(1 + this.below(this.oneIn(8) ? most : Math.min(most, 8)))
  }

  /** `make` so many times. */
  several<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.size(most) }, make)
  }
}

function mixed(n: number): number {
  let h = n >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
