/** Reads a decoded pickle as a GuardsState, through the dialect that its fields match. */
import { visible } from '../../shared/visible'
import { buildState, dictEntries, globalName, listItems } from '../pickle/access'
import type { Pickle, PickleNode } from '../pickle/node'
import { detectVersion } from './dialect'
import type { AotAutogradGuard, Guard, GuardsState, ShapeCodeParts, SizesStrides, UnknownPart } from './guards-state'
import { type Fields, NO_FIELDS, entriesOf, fieldsOf } from './fields'
import { type Source, SourceReader } from './source'

/** The blob is a pickle, but not a GuardsState, or a part of it is not what it must be. */
export class StateError extends Error {
  override readonly name = 'StateError'
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(visible(message))
  }
}

const STATE_CLASS = 'torch._dynamo.guards.GuardsState'
const BUILDER = 'torch._dynamo.guards.GuardBuilder.'

/** Whether a pickle's root is a GuardsState. */
export function isGuardsState(root: PickleNode): boolean {
  return root.kind === 'newobj' && root.items[0] !== undefined && globalName(root.items[0]) === STATE_CLASS
}

/**
 * Reads the state. `onProgress` is called with a fraction now and then; it may throw to cancel.
 * `previous`: the state of the same graph before a change that left guards and sources alone: they are not read again.
 */
export function readGuardsState(
  pickle: Pickle,
  onProgress?: (fraction: number) => void,
  previous?: GuardsState,
): GuardsState {
  const { root } = pickle
  if (!isGuardsState(root)) {
    const name = 'items' in root && root.items[0] !== undefined ? globalName(root.items[0]) : null
    throw new StateError(
      `not a guards_state: the pickle holds ${name ?? `a ${root.kind}`}, not ${STATE_CLASS}`,
      root.start,
    )
  }
  return new StateReader(root, previous).read(onProgress)
}

class StateReader {
  private readonly sources: SourceReader
  private readonly unknown: UnknownPart[] = []

  constructor(
    private readonly root: PickleNode,
    private readonly previous: GuardsState | undefined,
  ) {
    this.sources = previous?.sources ?? new SourceReader()
  }

  read(onProgress?: (fraction: number) => void): GuardsState {
    const state = fieldsOf(this.root)
    const output = state.get('output_graph')
    if (output === undefined) throw new StateError('the GuardsState has no output_graph', this.root.start)
    const graph = fieldsOf(output)
    const guardsSet = graph.get('_guards')
    const set = guardsSet === undefined ? NO_FIELDS : fieldsOf(guardsSet)
    const guards =
      this.previous === undefined ? this.guards(set.get('inner'), onProgress) : this.guardsAgain(this.previous)
    const first = guards[0]
    const sizesStrides = this.sizesStrides(graph.get('input_source_to_sizes_strides'))
    const { version, exact } = detectVersion({
      localState: state.has('local_state'),
      sourceToGuards: set.has('source_to_guards'),
      globalStateGuard: graph.has('global_state_guard'),
      sourceGetCache: state.has('source_get_cache'),
      forceDictKeysMatch: first === undefined ? null : first.slots.has('_force_dict_keys_match'),
      unserializable: first === undefined ? null : first.slots.has('_unserializable'),
      orderedGuards: set.get('inner')?.kind !== 'set',
      compileOnOneRank: graph.has('compile_on_one_rank'),
      longLocals: hasLongLocals([...sizesStrides, ...guards].map(({ source }) => source)),
    })
    this.noteUnknown('', state, KNOWN_STATE)
    this.noteUnknown('output_graph.', graph, KNOWN_GRAPH)
    const shape = state.get('shape_code_parts')
    return {
      version,
      exact: exact && this.unknown.length === 0,
      root: this.root,
      guards,
      localScope: graph.get('local_scope') ?? null,
      globalScope: graph.get('global_scope') ?? null,
      torchFunctionModeStack: itemsOf(graph.get('torch_function_mode_stack')),
      guardOnKeyOrder: this.sourceList(graph.get('guard_on_key_order')),
      sizesStrides,
      dualLevel: intOf(graph.get('dual_level')) ?? 0n,
      functorchLayers: itemsOf(graph.get('functorch_layers')),
      currentDevice: graph.get('current_device') ?? null,
      globalState: globalStateOf(graph.get('global_state_guard')),
      aotautogradGuards: this.aotautogradGuards(graph.get('_aotautograd_guards')),
      export: boolOf(graph.get('export')),
      compileOnOneRank: boolOf(graph.get('compile_on_one_rank')),
      shapeCodeParts: shape === undefined || shape.kind === 'none' ? null : this.shapeCodeParts(shape),
      sourceGetCache: entriesOf(state.get('source_get_cache')),
      localState: state.get('local_state') ?? null,
      builtinsDictName: textOf(graph.get('name_of_builtins_dict_key_in_fglobals')),
      unknown: this.unknown,
      sources: this.sources,
    }
  }

  private noteUnknown(path: string, fields: Fields, known: ReadonlySet<string>): void {
    for (const name of fields.names()) {
      const node = fields.get(name)
      if (!known.has(name) && node !== undefined) this.unknown.push({ path: path + name, node })
    }
  }

  /** Their unknown parts are noted as before: of the state itself, those come with its fields. */
  private guardsAgain({ guards, unknown }: GuardsState): readonly Guard[] {
    this.unknown.push(...unknown.filter(({ path }) => path.startsWith(GUARD_PATH)))
    return guards
  }

  private guards(inner: PickleNode | undefined, onProgress?: (fraction: number) => void): Guard[] {
    if (inner === undefined) return []
    const nodes = itemsOf(inner)
    const guards: Guard[] = []
    nodes.forEach((node, i) => {
      if (i % 256 === 255) onProgress?.(i / nodes.length)
      if (!isGuard(node)) this.unknown.push({ path: `${GUARD_PATH}[${i}]`, node })
      else guards.push(this.guard(node, i))
    })
    return guards
  }

  private guard(node: PickleNode, index: number): Guard {
    const slots = fieldsOf(node)
    const origin = slots.get('originating_source')
    const source = origin === undefined ? null : this.sources.read(origin)
    const create = readCreateFn(slots.get('create_fn'))
    if (source === null || create === null || !source.known)
      this.unknown.push({ path: `${GUARD_PATH}[${index}]`, node })
    return { node, source, createFn: create?.name ?? '?', keywords: create?.keywords ?? NO_FIELDS, slots }
  }

  private source(node: PickleNode | undefined): Source | null {
    return node === undefined ? null : this.sources.read(node)
  }

  private sourceList(node: PickleNode | undefined): Source[] {
    return itemsOf(node).flatMap((item) => this.source(item) ?? [])
  }

  private sizesStrides(node: PickleNode | undefined): SizesStrides[] {
    const out: SizesStrides[] = []
    if (node?.kind !== 'dict') return out
    for (const [key, value] of dictEntries(node)) {
      const source = this.source(key)
      const parts = entriesOf(value)
      if (source !== null) out.push({ source, size: dims(parts.get('size')), stride: dims(parts.get('stride')) })
    }
    return out
  }

  private aotautogradGuards(node: PickleNode | undefined): AotAutogradGuard[] {
    const out: AotAutogradGuard[] = []
    itemsOf(node).forEach((item, i) => {
      const cls = 'items' in item && item.items[0] !== undefined ? globalName(item.items[0]) : null
      const fields = fieldsOf(item)
      const a = this.source(fields.get('input_source_a'))
      const b = this.source(fields.get('input_source_b'))
      if (cls === 'torch._guards.DuplicateInputs' && a !== null && b !== null)
        out.push({ kind: 'duplicate-inputs', a, b })
      else if (cls === 'torch._guards.StorageOverlap') {
        out.push({
          kind: 'storage-overlap',
          overlapping: this.sourceList(fields.get('overlapping_sources')),
          nonOverlapping: this.sourceList(fields.get('non_overlapping_sources')),
        })
      } else this.unknown.push({ path: `output_graph._aotautograd_guards[${i}]`, node: item })
    })
    return out
  }

  private shapeCodeParts(node: PickleNode): ShapeCodeParts {
    const fields = fieldsOf(node)
    const cpp = fields.get('cpp_code_parts')
    return {
      python: exprs(fields.get('python_code_parts')),
      verbose: exprs(fields.get('verbose_code_parts')),
      cpp: cpp === undefined || cpp.kind === 'none' ? null : { exprs: exprs(cpp), sources: this.symbolSources(cpp) },
      pythonFallback: boolOf(fields.get('python_fallback')),
    }
  }

  /** The keys of `source_to_symbol`, the second value of a _CppShapeGuardsHelper. */
  private symbolSources(node: PickleNode): Source[] {
    const state = buildState(node)
    const map =
      state === null ? undefined : state.kind === 'list' ? listItems(state)[1] : fieldsOf(node).get('source_to_symbol')
    return map?.kind === 'dict' ? dictEntries(map).flatMap(([key]) => this.source(key) ?? []) : []
  }
}

const GUARD_PATH = 'output_graph._guards.inner'

const KNOWN_STATE = new Set(['output_graph', 'shape_code_parts', 'source_get_cache', 'local_state'])
const KNOWN_GRAPH = new Set([
  'local_scope',
  'global_scope',
  'torch_function_mode_stack',
  'guard_on_key_order',
  'input_source_to_sizes_strides',
  'dual_level',
  'functorch_layers',
  'current_device',
  'global_state_guard',
  '_guards',
  '_aotautograd_guards',
  'export',
  'skip_guards_check',
  'export_constraints',
  'name_of_builtins_dict_key_in_fglobals',
  'compile_on_one_rank',
])

/** Whether a LocalSource has more than four fields; null where there is none. */
function hasLongLocals(sources: Iterable<Source | null>): boolean | null {
  for (let source of sources) {
    while (source !== null && source.base !== null) ({ base: source } = source)
    if (source?.cls !== 'LocalSource') continue
    const args = source.node.kind === 'reduce' ? source.node.items[1] : undefined
    return args?.kind === 'tuple' && args.items.length > 4
  }
  return null
}

function isGuard(node: PickleNode): boolean {
  return node.kind === 'newobj' && node.items[0] !== undefined && globalName(node.items[0]) === 'torch._guards.Guard'
}

/** `GuardBuilder.X`, or `functools.partial(GuardBuilder.X, **keywords)`. */
function readCreateFn(node: PickleNode | undefined): { name: string; keywords: Fields } | null {
  if (node === undefined) return null
  const direct = globalName(node)
  if (direct !== null)
    return direct.startsWith(BUILDER) ? { name: direct.slice(BUILDER.length), keywords: NO_FIELDS } : null
  if (node.kind !== 'reduce' || node.items[0] === undefined || globalName(node.items[0]) !== 'functools.partial')
    return null
  const state = buildState(node)
  const [fn, , keywords] = state?.kind === 'tuple' ? state.items : []
  const name = fn === undefined ? null : globalName(fn)
  return name?.startsWith(BUILDER) ? { name: name.slice(BUILDER.length), keywords: entriesOf(keywords) } : null
}

/** The members of a list, tuple, set, or of an object built from one (OrderedSet, StackSummary). */
export function itemsOf(node: PickleNode | undefined): readonly PickleNode[] {
  if (node === undefined) return []
  if (node.kind === 'tuple' || node.kind === 'frozenset') return node.items
  if (node.kind === 'list' || node.kind === 'set') return listItems(node)
  if (node.kind !== 'reduce' && node.kind !== 'newobj') return []
  const appended = listItems(node)
  if (appended.length > 0) return appended
  const args = node.items[1]
  const first = args?.kind === 'tuple' ? args.items[0] : undefined
  return first?.kind === 'list' || first?.kind === 'tuple' || first?.kind === 'set' ? itemsOf(first) : []
}

function intOf(node: PickleNode | undefined): bigint | null {
  return node?.kind === 'int' ? node.value : null
}

function textOf(node: PickleNode | undefined): string {
  return node?.kind === 'str' ? node.value : ''
}

function boolOf(node: PickleNode | undefined): boolean {
  return node?.kind === 'bool' && node.value
}

function dims(node: PickleNode | undefined): (bigint | null)[] {
  return itemsOf(node).map(intOf)
}

/** A GlobalStateGuard is NEWOBJ () BUILD "<json>". */
function globalStateOf(node: PickleNode | undefined): string | null {
  const state = node === undefined ? null : buildState(node)
  return state?.kind === 'str' ? state.value : null
}

/** The `exprs` of a _ShapeGuardsHelper: a frozen, slotted dataclass, whose BUILD takes a list of field values. */
function exprs(node: PickleNode | undefined): string[] {
  if (node === undefined) return []
  const state = buildState(node)
  const list = state === null ? undefined : state.kind === 'list' ? listItems(state)[0] : fieldsOf(node).get('exprs')
  return itemsOf(list).map((item) => textOf(item))
}
