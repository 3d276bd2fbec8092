/** Relational guards: two sources are one object, tensors are all distinct, storages overlap or do not. */
import type { Guard } from '../../state/guards-state'
import type { Source } from '../../state/source'
import type { GuardBuilder } from '../builder'
import type { GuardManager, LeafGuard } from '../manager'

function comesFrom(source: Source | null, cls: string): boolean {
  for (let at = source; at !== null; at = at.base) if (at.cls === cls) return true
  return false
}

/** DUPLICATE_INPUT: an epilogue lambda for all of them (2.10, 2.13), or OBJECT_ALIASING in both managers. */
export function duplicateInput(builder: GuardBuilder, guard: Guard): void {
  const a = guard.source
  const node = guard.keywords.get('source_b')
  const b = node === undefined ? null : builder.state.sources.read(node)
  if (a === null || b === null) return
  if (comesFrom(a, 'SkipGuardSource') || comesFrom(b, 'SkipGuardSource')) return
  if (comesFrom(a, 'OptimizerSource') || comesFrom(b, 'OptimizerSource')) return
  const [refA, refB] = [builder.names.of(a), builder.names.of(b)]
  if (builder.seenDuplicates.has(`${refA}\u0000${refB}`)) return
  builder.seenDuplicates.add(`${refA}\u0000${refB}`).add(`${refB}\u0000${refA}`)
  // torch evaluates the first one alone (_set_guard_export_info)
  builder.get(guard)
  const code = `${refB} is ${refA}`
  const [part = code] = builder.verbose.parts([code], guard)
  if (builder.facts.config('use_lamba_guard_for_object_aliasing')) builder.aliasingParts.push({ code, part })
  else install(builder.manager(a), builder.manager(b), { ...aliasing(code, part, [refB, refA]), guard })
}

function aliasing(code: string, part: string, sources: readonly string[]): LeafGuard {
  return {
    cls: 'OBJECT_ALIASING',
    parts: [part],
    code: [code],
    guard: null,
    relational: true,
    expected: { kind: 'aliasing', sources, same: true },
  }
}

function install(a: GuardManager, b: GuardManager, shared: LeafGuard): void {
  a.hasObjectAliasing = true
  b.hasObjectAliasing = true
  a.add(shared)
  b.add(shared)
}

/** What compile_check_fn adds when all guards are built, in its order. */
export function addRelations(builder: GuardBuilder): void {
  addNoAliasing(builder)
  if (builder.aliasingParts.length > 0) {
    const code = builder.aliasingParts.map((p) => p.code)
    builder.epilogue.push({
      cls: 'LAMBDA_GUARD',
      parts: builder.aliasingParts.map((p) => p.part),
      code,
      guard: null,
      relational: false,
      expected: { kind: 'expressions', exprs: code },
    })
  }
  for (const guard of builder.state.aotautogradGuards) {
    if (guard.kind === 'duplicate-inputs') {
      const names = [builder.names.of(guard.a), builder.names.of(guard.b)]
      const code = names.join(' is ')
      install(builder.manager(guard.a), builder.manager(guard.b), aliasing(code, code, names))
    } else addOverlap(builder, guard.overlapping, guard.nonOverlapping)
  }
}

function addNoAliasing(builder: GuardBuilder): void {
  if (builder.noAliasing.length < 2) return
  const sources = builder.noAliasing.map((entry) => entry.name)
  const code = [`check_no_aliasing(${sources.join(', ')})`]
  const shared: LeafGuard = {
    cls: 'NO_TENSOR_ALIASING',
    parts: code,
    code,
    guard: null,
    relational: true,
    expected: { kind: 'aliasing', sources, same: false },
  }
  for (const { manager } of builder.noAliasing) manager.add(shared)
}

function addOverlap(builder: GuardBuilder, overlapping: readonly Source[], nonOverlapping: readonly Source[]): void {
  const names = (sources: readonly Source[]): string[] => sources.map((s) => builder.names.of(s))
  const expected = {
    kind: 'storage-overlap',
    overlapping: names(overlapping),
    nonOverlapping: names(nonOverlapping),
  } as const
  const code = [
    `check_overlapping(overlapping=[${expected.overlapping.join(', ')}], non_overlapping=[${expected.nonOverlapping.join(', ')}])`,
  ]
  for (const group of [overlapping, nonOverlapping]) {
    const shared: LeafGuard = { cls: 'STORAGE_OVERLAPPING', parts: code, code, guard: null, relational: true, expected }
    for (const source of group) builder.manager(source).add(shared)
  }
}
