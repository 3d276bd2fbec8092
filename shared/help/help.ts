/** What a text of the help holds, for a create_fn, a leaf guard, an accessor and a manager. */
import type { PageName } from './pages'

/** What a check does with a value; the words are in COSTS. */
export type Cost = 'pointer' | 'lookup' | 'tensor' | 'process' | 'python'

/**
 * Figures of torch 2.13's own managers, 200 guards of a kind checked again and again with warm caches on one x86-64 machine: how
 * they stand to each other, not what they are elsewhere. With cold caches each takes 8 to 30 times as long.
 */
export const COSTS: Readonly<Record<Cost, string>> = {
  pointer: 'Least: a pointer or a number is compared, a few ns.',
  lookup: 'Little: one question to the interpreter, such as a dict lookup or a length, 10 to 50 ns.',
  tensor: 'More: dispatch keys, dtype, device, sizes and strides are read and compared, about 100 ns.',
  process: 'More: state of the thread or of a module of torch is read and compared, 150 to 320 ns.',
  python: 'Most, as a rule: Python code is called, 50 ns and what the code itself takes.',
}

/** A method of GuardBuilder: why torch makes the guard, and what comes of it when the guards are saved. */
export interface CreateFnHelp {
  readonly kind: 'create_fn'
  readonly name: string
  /** The first torch known that has it, and the last; null where all since have. */
  readonly torch: readonly [since: string, until: string | null]
  /** Leaf guards that it makes; none where others check for it. */
  readonly makes: readonly string[]
  /** What it holds a call to, in one sentence. */
  readonly says: string
  readonly why: string
  /** How to get by without it, or without its recompiles. */
  readonly avoid: string
  readonly saved: 'yes' | 'no' | 'sometimes'
  readonly saving: string
  readonly see: readonly PageName[]
}

/** A leaf guard of guards.cpp. */
export interface LeafHelp {
  readonly kind: 'leaf'
  readonly name: string
  /** What passes, exactly. */
  readonly checks: string
  readonly fails: string
  /** Where it comes from, and how to get by without it, if that is not said of the create_fn that makes it. */
  readonly why?: string
  readonly avoid?: string
  readonly cost: Cost
  readonly see: readonly PageName[]
}

/** An accessor of guards.cpp: how a manager comes from its value to the next one. */
export interface AccessorHelp {
  readonly kind: 'accessor'
  readonly name: string
  readonly reads: string
  readonly fails: string
  readonly cost: Cost
  /** Where it comes from: what a guard has to look at for it to stand in a tree. */
  readonly why: string
  readonly see: readonly PageName[]
}

export interface ManagerHelp {
  readonly kind: 'manager'
  readonly name: string
  readonly does: string
  readonly fails: string
  readonly see: readonly PageName[]
}

export type Help = CreateFnHelp | LeafHelp | AccessorHelp | ManagerHelp
