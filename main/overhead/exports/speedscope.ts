/**
 * Speedscope's own file format (github.com/jlfwong/speedscope, file-format-spec): frames that are named once, and for each
 * profile when they open and close.
 */
import { type Flame, turnsOf } from './flame'

interface SpeedscopeFile {
  readonly $schema: 'https://www.speedscope.app/file-format-schema.json'
  readonly name: string
  readonly exporter: string
  readonly activeProfileIndex: number
  readonly shared: { readonly frames: readonly { readonly name: string }[] }
  readonly profiles: readonly EventedProfile[]
}

interface EventedProfile {
  readonly type: 'evented'
  readonly name: string
  readonly unit: 'nanoseconds'
  readonly startValue: number
  readonly endValue: number
  /** In order of time, what opened last closes first. */
  readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[]
}

export function speedscopeFile({ name, names, depths, measured }: Flame): SpeedscopeFile {
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'guardscope',
    activeProfileIndex: 0,
    // a frame a node: two nodes of one name are two places of the tree
    shared: { frames: names.map((one) => ({ name: one })) },
    profiles: measured.map(({ name: one, own }): EventedProfile => {
      const turns = turnsOf(depths, own)
      return {
        type: 'evented',
        name: one,
        unit: 'nanoseconds',
        startValue: 0,
        endValue: turns.at(-1)?.at ?? 0,
        events: turns.map(({ node, opens, at }) => ({ type: opens ? 'O' : 'C', frame: node, at })),
      }
    }),
  }
}
