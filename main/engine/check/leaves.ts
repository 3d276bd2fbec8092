/** Every leaf guard of guards.cpp as a test on a value. A new kind of guard gets its entry here. */
import { compileExpression, type ExpressionScope, type Verdict } from '../expressions'
import { hoistedBefore } from '../expressions/hoisted'
import type { GuardBuilder } from '../builder'
import type { Expectation, GuardManager, LeafGuard } from '../manager'
import { classOf, length } from '../values/attributes'
import { ownerText } from '../values/type-name'
import type { Classes } from '../values/classes'
import { hashKey } from '../values/hash-key'
import type { Value } from '../values/value'
import { attributeOf, lackedByClass } from './access'
import type { AsSaved } from './as-saved'
import { contextChanges } from './contexts'
import { expressionScope } from './expression-scope'
import { compareGlobalState, parseGlobalState } from './global-state'
import type { LeafCheck, Run } from './leaf'
import { equals, identical, inDict, inSet, type Tri } from './semantics'
import { MappedObject } from './mapped'
import { markings } from './markings'
import { deepEquals, MESH, meshEquals, specEquals, specOf } from './metadata'
import { oneOf } from './one-of'
import { noTensorAliasing, objectAliasing, OverlapChecker } from './relational'
import type { Scenario } from './scenario'
import { tensorCheck } from './tensor'
import type { GlobalState } from '../../../shared/scenario'

/** The process that builds the guards, by loading the blob or before saving it, as far as they look at it and not at the blob. */
export interface LoadingProcess {
  /** CURRENT_DEVICE as str() prints it. */
  readonly currentDevice: string | null
  /** For guards that take their state when they are built (2.8): null where it is not known. */
  readonly globalState: GlobalState | null
  /** What a GLOBAL_STATE guard is built from instead of the saved state, as for precompile; null for the saved one. */
  readonly guardState: GlobalState | null
  /** Name of the context it ran in; null where it is not known. */
  readonly env: string | null
}

type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

/** Compiles the leaves of one tree. */
export class LeafCompiler {
  private readonly overlaps = new Map<string, OverlapChecker>()
  private readonly shared = new Map<LeafGuard, LeafCheck>()

  constructor(
    private readonly builder: GuardBuilder,
    private readonly loading: LoadingProcess,
    /** null for the guards as loaded. */
    private readonly asSaved: AsSaved | null,
  ) {}

  /** The checks of a manager's guards, in order. */
  all(manager: GuardManager): readonly LeafCheck[] {
    if (this.asSaved === null) return manager.leaves.map((leaf) => this.compile(leaf, manager))
    const { asSaved } = this
    return manager.leaves.flatMap((leaf) => {
      const { leaves, unknown } = asSaved.original(leaf, manager)
      const checks = leaves.map((one) => this.compile(one, manager))
      return checks.length < 2 ? checks : [oneOf(leaf, checks, unknown)]
    })
  }

  compile(leaf: LeafGuard, manager: GuardManager): LeafCheck {
    if (!leaf.relational) return this.make(leaf, manager)
    let check = this.shared.get(leaf)
    if (check === undefined) {
      check = this.make(leaf, manager)
      this.shared.set(leaf, check)
    }
    return check
  }

  private make(leaf: LeafGuard, manager: GuardManager): LeafCheck {
    const { expected } = leaf
    switch (expected.kind) {
      case 'none':
        return this.noneMatch(leaf)
      case 'type':
        return this.typeMatch(leaf, expected)
      case 'identity':
        return simple(leaf, (value) => (leaf.cls === 'DICT_VERSION' ? false : identical(value, expected.value)))
      case 'equals':
        return this.equalsMatch(leaf, expected)
      case 'length':
        return this.lengthCheck(leaf, expected)
      case 'contains':
        return contains(leaf, expected)
      case 'no-attribute':
        return this.noHasattr(leaf, expected.name, manager)
      case 'keys':
        return mappingKeys(leaf, expected)
      case 'iterator':
        return this.iterator(leaf, expected)
      case 'tensor':
        return tensorCheck(this.builder, leaf, expected, manager.source)
      case 'dispatch-keys':
        return {
          leaf,
          test: (value, run) =>
            value.kind === 'dispatch-key-set' ? run.local.matches(value.raw, expected.applied) : null,
          unknown: () => 'the scenario gives no DispatchKeySet here',
        }
      case 'markings':
        return markings(this.builder, leaf, expected)
      case 'global-state':
        return this.globalState(leaf, expected)
      case 'mode-stack':
        return this.modeStack(leaf, expected)
      case 'default-device':
        return ofProcess(leaf, 'the default device', ({ process }) =>
          process.currentDevice === undefined ? null : process.currentDevice === this.loading.currentDevice,
        )
      case 'dual-level':
        return ofProcess(leaf, 'the forward-AD level', ({ process }) =>
          process.dualLevel === undefined ? null : BigInt(process.dualLevel) === expected.level,
        )
      case 'functorch-stack':
        return ofProcess(leaf, 'the functorch interpreters', ({ process }) =>
          process.functorchStack === undefined ? null : sameStack(expected.states, process.functorchStack),
        )
      case 'saved-tensors-hooks':
        // hooks of Python functions count as none: only those that are graph modules have ids (hooks_ids_fn, guards.py)
        return ofProcess(leaf, 'the hooks on saved tensors', ({ process }) =>
          process.savedTensorsHooks === undefined ? null : true,
        )
      case 'aliasing':
        return expected.same ? objectAliasing(leaf) : noTensorAliasing(leaf)
      case 'storage-overlap':
        return this.overlap(leaf, expected, manager)
      case 'expressions':
        return leaf.relational ? this.symbolicShapes(leaf, expected.exprs) : this.expressions(leaf, expected.exprs)
      case 'metadata':
        return this.metadata(leaf, expected)
      case 'callable':
        if (leaf.guard?.createFn === 'OPAQUE_OBJ_GUARD_FN_MATCH' && manager.value !== null) {
          const saved = manager.value
          return {
            leaf,
            test: (value) => (classOf(this.builder.classes, value)?.name === MESH ? meshEquals(value, saved) : null),
            unknown: () => 'how the class compares its instances is not in the file',
          }
        }
        return { leaf, test: () => null, unknown: () => 'what the guard calls is not in the file' }
    }
  }

  private noneMatch(leaf: LeafGuard): LeafCheck {
    const wanted = leaf.cls === 'NONE_MATCH'
    return simple(leaf, (value) => {
      if (value.kind === 'unknown')
        return value.type === null ? null : (value.type.name === 'builtins.NoneType') === wanted
      return (value.kind === 'none') === wanted
    })
  }

  private typeMatch(leaf: LeafGuard, { type }: Of<'type'>): LeafCheck {
    const { classes } = this.builder
    return {
      leaf,
      test(value) {
        const cls = value.kind === 'class' ? classOf(classes, value) : value.type
        return cls === type ? type !== null || null : cls === null || type === null ? null : false
      },
      unknown: () =>
        type === null ? 'the class is not in the file' : 'the scenario does not give the class of this value',
    }
  }

  private equalsMatch(leaf: LeafGuard, { value: expected }: Of<'equals'>): LeafCheck {
    const { classes } = this.builder
    switch (leaf.cls) {
      case 'TRUE_MATCH':
      case 'FALSE_MATCH': {
        const wanted = leaf.cls === 'TRUE_MATCH'
        return simple(leaf, (value) =>
          value.kind === 'unknown'
            ? value.type === null
              ? null
              : value.type.name === 'builtins.bool'
                ? null
                : false
            : value.kind === 'bool' && value.value === wanted,
        )
      }
      case 'FLOAT_IS_NAN':
        return simple(leaf, (value) =>
          value.kind === 'unknown' ? null : value.kind === 'float' && Number.isNaN(value.value),
        )
      case 'COMPLEX_IS_NAN':
        return simple(leaf, (value) =>
          value.kind === 'unknown'
            ? null
            : value.kind === 'complex' && (Number.isNaN(value.re) || Number.isNaN(value.im)),
        )
      case 'LAMBDA_GUARD':
        return this.constantSubclass(leaf, expected)
    }
    if (expected.kind === 'str' || expected.kind === 'int' || expected.kind === 'float') {
      const { kind, value: wanted } = expected
      return simple(leaf, (value) => {
        if (value.kind === kind) return value.value === wanted
        return value.kind === 'unknown' && (value.type === null || value.type === expected.type) ? null : false
      })
    }
    const type = expected.kind === 'function' && expected.guessed ? null : classOf(classes, expected)
    return {
      leaf,
      test(value) {
        if (value === expected) return true
        const cls = classOf(classes, value)
        if (cls === null || type === null) return null
        return cls === type ? equals(value, expected) : false
      },
      unknown: (value) =>
        value.kind === 'unknown' ? value.why : 'how this class compares its instances is not in the file',
    }
  }

  /** `int(x) == 5`, and up to 2.8 `__math_isnan(x)`. */
  private constantSubclass(leaf: LeafGuard, expected: Value): LeafCheck {
    const isNaN = expected.kind === 'float' && Number.isNaN(expected.value)
    return simple(leaf, (value) => {
      const plain = value.kind === 'object' && value.scalar !== null ? value.scalar : value
      if (isNaN) return plain.kind === 'float' ? Number.isNaN(plain.value) : null
      if (plain.kind !== expected.kind) return null
      return equals(plain, expected)
    })
  }

  private lengthCheck(leaf: LeafGuard, expected: Of<'length'>): LeafCheck {
    const { classes } = this.builder
    if (expected.length === null) return { leaf, test: () => null, unknown: () => 'the length is not in the file' }
    const wanted = expected.length
    if (leaf.cls === 'DICT_LENGTH') {
      return simple(leaf, (value) => {
        if (value.kind === 'dict') return value.base === 'dict' && value.entries.length === wanted
        return value.kind === 'unknown' && value.type === null ? null : false
      })
    }
    if (leaf.cls === 'TUPLE_ITERATOR_LEN') {
      return simple(leaf, (value) => {
        if (classOf(classes, value)?.name !== 'builtins.tuple_iterator')
          return value.kind === 'unknown' && value.type === null ? null : false
        return value.kind === 'iterator' ? value.values.length === wanted : null
      })
    }
    return {
      leaf,
      test(value) {
        switch (value.kind) {
          case 'sequence':
          case 'set':
            return value.items.length === wanted
          case 'str':
          case 'bytes':
          case 'bytearray':
          case 'range':
            return length(value) === wanted
          case 'tensor':
            return value.size.length === 0 ? false : value.size[0] === BigInt(wanted)
          case 'dict':
            // only a view of keys is a sequence
            return value.base === 'dict_keys' && value.entries.length === wanted
          case 'unknown':
          case 'object':
            return value.length === undefined ? null : value.length === wanted
          default:
            // PySequence_Length is -1 for what is no sequence
            return false
        }
      },
      unknown: () => 'the length of an instance is what its class says',
    }
  }

  private noHasattr(leaf: LeafGuard, name: string, manager: GuardManager): LeafCheck {
    const { classes } = this.builder
    const example = manager.value === null ? null : classOf(classes, manager.value)
    return {
      leaf,
      test(value) {
        const found = attributeOf(classes, value, name)
        if (found === null) return true
        if (found.kind !== 'unknown' || found.type !== null) return false
        if (value.kind === 'tensor' || (value instanceof MappedObject && lackedByClass(classes, value, name)))
          return true
        // the class it was compiled with did not have it then
        const cls = classOf(classes, value)
        return value.kind !== 'unknown' && cls !== null && cls === example ? true : null
      },
      unknown: () => `whether the class has an attribute ${name} is not in the scenario`,
    }
  }

  private iterator(leaf: LeafGuard, expected: Of<'iterator'>): LeafCheck {
    const type = leaf.cls === 'RANGE_ITERATOR_MATCH' ? 'builtins.range_iterator' : 'itertools.count'
    const { classes } = this.builder
    return simple(leaf, (value) => {
      const cls = classOf(classes, value)
      if (cls === null || expected.values.length === 0) return null
      if (cls.name !== type) return false
      if (value.kind !== 'iterator') return null
      return value.values.every((part, i) => {
        const want = expected.values[i]
        return want !== undefined && equals(part, want) === true
      })
    })
  }

  private globalState(leaf: LeafGuard, expected: Of<'global-state'>): LeafCheck {
    const { dialect } = this.builder
    const saved =
      this.loading.guardState ?? (expected.json === null ? this.loading.globalState : parseGlobalState(expected.json))
    const answer = (scenario: Scenario): { same: boolean; reason: string } | null => {
      const { globalState } = scenario.process
      if (typeof saved === 'string') return null
      if (saved !== null && globalState !== undefined) return compareGlobalState(saved, globalState, dialect)
      if (expected.json !== null) return null
      const changes = contextChanges(scenario.env, this.loading.env)
      return changes === null
        ? null
        : { same: changes.length === 0, reason: changes.map((token) => `${token} `).join('') }
    }
    return {
      leaf,
      test: (_, { scenario }) => answer(scenario)?.same ?? null,
      explain: (_, { scenario }) => [`GLOBAL_STATE changed: ${answer(scenario)?.reason ?? ''}`],
      unknown: () =>
        typeof saved === 'string'
          ? `the saved state cannot be read: ${saved}`
          : this.asSaved !== null && expected.json === null && saved === null
            ? 'torch 2.8 does not save the global state it compiled in'
            : 'the scenario does not give the global state',
    }
  }

  private modeStack(leaf: LeafGuard, { modes }: Of<'mode-stack'>): LeafCheck {
    const names = modes.map((mode) => classOf(this.builder.classes, mode)?.name ?? null)
    return ofProcess(leaf, 'the torch function modes', ({ process }) => {
      const stack = process.torchFunctionModeStack
      if (stack === undefined) return null
      if (stack.length !== names.length) return false
      return names.includes(null) ? null : names.every((name, i) => name === stack[i])
    })
  }

  private overlap(leaf: LeafGuard, expected: Of<'storage-overlap'>, manager: GuardManager): LeafCheck {
    const key = leaf.code[0] ?? ''
    let checker = this.overlaps.get(key)
    if (checker === undefined) {
      checker = new OverlapChecker({
        overlapping: expected.overlapping.length,
        nonOverlapping: expected.nonOverlapping.length,
      })
      this.overlaps.set(key, checker)
    }
    return { leaf, ...checker.check(expected.overlapping.includes(manager.source) ? 'overlapping' : 'nonOverlapping') }
  }

  /** An epilogue lambda: all of its parts hold. */
  private expressions(leaf: LeafGuard, exprs: readonly string[]): LeafCheck {
    const { classes } = this.builder
    const compiled = exprs.map((text) => compileExpression(text, classes))
    const hoisted = hoistedBefore(exprs).map(({ first, mayStop }) => ({
      first: first.map((text) => compileExpression(text, classes)),
      mayStop,
    }))
    let last: { readonly run: Run; readonly scope: ExpressionScope } | null = null
    const scope = (run: Run): ExpressionScope => {
      if (last?.run !== run)
        last = { run, scope: expressionScope(this.builder, run.scenario, this.asSaved === null ? 'saved' : 'own') }
      return last.scope
    }
    const verdict = (run: Run): Verdict => {
      const at = scope(run)
      let unknown: Verdict | null = null
      for (const [i, expr] of compiled.entries()) {
        const tested = expr.test(at)
        const before = hoisted[i]
        // a part that computed all it is made of has raised nothing on the way
        if (before !== undefined && (tested.kind !== 'truth' || before.mayStop))
          for (const shared of before.first) {
            const answer = shared.evaluate(at)
            if (answer.kind === 'raised') return answer
          }
        const answer: Verdict =
          tested.kind === 'unknown' && tested.raises !== undefined ? { kind: 'raised', error: tested.raises } : tested
        // what looks at saved globals alone holds: it held when the blob was saved
        if (answer.kind === 'unknown' && this.asSaved === null && !/\bL\[/.test(expr.text)) continue
        if (answer.kind === 'unknown') unknown ??= { kind: 'unknown', reason: `${expr.text}: ${answer.reason}` }
        else if (answer.kind === 'raised' || !answer.value) return answer
      }
      return unknown ?? { kind: 'truth', value: true }
    }
    return {
      leaf,
      test(_, run) {
        const answer = verdict(run)
        return answer.kind === 'truth' ? answer.value : answer.kind === 'raised' ? false : null
      },
      explain(_, run) {
        const answer = verdict(run)
        return answer.kind === 'raised' ? [messageOf(answer.error)] : leaf.parts
      },
      unknown(_, run) {
        const answer = verdict(run)
        return answer.kind === 'unknown' ? answer.reason : 'an expression is not evaluated'
      },
    }
  }

  /** SYMBOLIC_SHAPE_GUARD: collects the symbols, then asks all expressions at once. */
  private symbolicShapes(leaf: LeafGuard, exprs: readonly string[]): LeafCheck {
    const all = this.expressions(leaf, exprs)
    const count = this.builder.state.shapeCodeParts?.cpp?.sources.length ?? 0
    const seen = new Map<number, Value>()
    return {
      ...all,
      test(value, run) {
        if (value.kind !== 'sequence') return null
        const [index, item] = value.items
        if (index?.kind !== 'int' || item === undefined) return null
        if (item.kind !== 'int' && item.kind !== 'bool' && item.kind !== 'float')
          return item.kind === 'unknown' ? null : false
        seen.set(Number(index.value), item)
        return seen.size < count ? true : all.test(value, run)
      },
      explain() {
        const numbers = [...seen].sort(([a], [b]) => a - b).map(([, value]) => cppNumber(value))
        return [...leaf.parts, `"Shape guard failed with values: ${numbers.join(',')}"`]
      },
      reset: () => seen.clear(),
    }
  }

  /** What a tensor subclass says of itself beside its inner tensors. */
  private metadata(leaf: LeafGuard, expected: Of<'metadata'>): LeafCheck {
    const { classes } = this.builder
    const saved = partOf(classes, expected.value, expected.of)
    return {
      leaf,
      test(value) {
        if (value.kind === 'unknown') return null
        if (expected.of === 'subclass' && (value.kind !== 'tensor' || !value.wrapper)) return false
        const part = partOf(classes, value, expected.of)
        if (part === null || saved === null) return null
        return expected.of === 'dtensor' ? specEquals(part, saved) : deepEquals(part, saved)
      },
      explain: (value) => {
        if (expected.of === 'dtensor' || (value.kind === 'tensor' && value.wrapper)) return leaf.parts
        return [`${ownerText(value)} has no attribute '__tensor_flatten__'`]
      },
      unknown: () => 'how the metadata compares is not in the file',
    }
  }
}

function simple(leaf: LeafGuard, test: (value: Value) => Tri): LeafCheck {
  return {
    leaf,
    test,
    unknown: (value) => (value.kind === 'unknown' ? value.why : 'the scenario does not say enough of this value'),
  }
}

function ofProcess(leaf: LeafGuard, what: string, test: (scenario: Scenario) => Tri): LeafCheck {
  return { leaf, test: (_, run) => test(run.scenario), unknown: () => `the scenario does not give ${what}` }
}

function contains(leaf: LeafGuard, { key, contains: wanted }: Of<'contains'>): LeafCheck {
  const hash = hashKey(key)
  const isSet = leaf.cls === 'SET_CONTAINS'
  return simple(leaf, (value) => {
    if (value.kind === 'unknown')
      return value.type === null ? null : isSet || !value.type.name.endsWith('dict') ? null : null
    const has = isSet
      ? value.kind === 'set' && inSet(value.items, key)
      : value.kind === 'dict' && value.base === 'dict' && inDict(value, key, hash)
    return has === null ? null : has === wanted
  })
}

function mappingKeys(leaf: LeafGuard, expected: Of<'keys'>): LeafCheck {
  const keys = expected.value.kind === 'dict' ? expected.value.entries.map(([key]) => key) : null
  return simple(leaf, (value) => {
    if (value.kind !== 'dict') return value.kind === 'unknown' ? null : false
    if (keys === null) return null
    return (
      keys.length === value.entries.length &&
      value.entries.every(([key], i) => {
        const want = keys[i]
        return want !== undefined && equals(key, want) === true
      })
    )
  })
}

/** `Vmap`, `Grad`... of `TransformType.Vmap`. */
const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

function sameStack(states: string | null, stack: readonly (readonly [string, number])[]): Tri {
  if (states === null) return null
  const saved = [...states.matchAll(/\('(\w+)', (\d+)(?:, ([^)]*))?\)/g)]
  if (saved.length !== stack.length) return false
  let answer: Tri = true
  saved.forEach(([, key, level, detail], i) => {
    const [name, at] = stack[i] ?? ['', -1]
    if (lastPart(name) !== key || String(at) !== level) answer = false
    else if (answer && detail !== undefined && detail !== "'error'" && detail !== 'True') answer = null
  })
  return answer
}

/**
 * The text of an exception without its class, as str() gives it: of a KeyError, the arguments that it is still to be made
 * of (up to Python 3.11, with which the corpus was made).
 */
function messageOf(error: string): string {
  const colon = error.indexOf(': ')
  if (error.startsWith('KeyError: ')) return `(${error.slice(colon + 2)},)`
  return colon < 0 ? error : error.slice(colon + 2)
}

/** std::to_string. */
function cppNumber(value: Value): string {
  if (value.kind === 'float') return value.value.toFixed(6)
  return value.kind === 'int' ? value.value.toString() : value.kind === 'bool' ? String(Number(value.value)) : '?'
}

export function partOf(classes: Classes, value: Value, of: 'subclass' | 'dtensor'): Value | null {
  if (of === 'dtensor' && value.kind === 'object') return value
  if (value.kind !== 'tensor') return null
  return of === 'subclass' ? value.context : specOf(classes, value)
}
