/** The calls that one guard refused, of which a compile came each time. */
import type { ChainStory, RecompileReason, Trace } from '../../../shared/trace'

export interface Refusal {
  /** The compile that was made instead. */
  readonly compile: number
  readonly reason: RecompileReason
}

/** `node`: of the tree of the entry `compile`. */
export function refusalsBy(
  { compiles }: Pick<Trace, 'compiles'>,
  story: ChainStory | undefined,
  compile: number,
  node: number,
): readonly Refusal[] {
  const entry = compiles[compile]?.id
  return (story?.recompiles ?? []).flatMap((recompile) =>
    recompile.reasons
      .filter((reason) => reason.entry === entry && reason.node === node)
      .map((reason) => ({ compile: recompile.compile, reason })),
  )
}
