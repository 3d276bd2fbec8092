/** Statements about several sources, each of which comes or goes on its own. */
import type { LeafGuard } from '../engine/manager'

/** Null for a guard on one source. Two versions of torch that say the same by other guards give the same lines. */
export function relationsOf(leaf: LeafGuard): readonly string[] | null {
  const { expected } = leaf
  switch (expected.kind) {
    case 'aliasing':
      return expected.same ? [same(expected.sources)] : expected.sources.map((source) => `no other tensor is ${source}`)
    case 'storage-overlap':
      return [
        ...(expected.overlapping.length > 0 ? [`storages overlap: ${sorted(expected.overlapping)}`] : []),
        ...expected.nonOverlapping.map((source) => `its storage overlaps no other: ${source}`),
      ]
    // the epilogue lambda of DUPLICATE_INPUT guards: `b is a`
    case 'expressions':
      return expected.exprs.map((expr) => same(expr.split(' is ')))
    default:
      return null
  }
}

const sorted = (sources: readonly string[]): string => [...sources].sort().join(', ')
const same = (sources: readonly string[]): string => [...sources].sort().join(' is ')
