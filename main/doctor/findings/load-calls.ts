/** What unpickling calls: torch's pickler and Python's reducers are known, all else is code of whoever wrote the file. */
import { globalName, walk } from '../../pickle/access'
import type { CallNode, PickleNode } from '../../pickle/node'
import { reducerName } from '../../engine/values/picklers'
import { modernName } from '../../engine/values/names'
import type { Classes } from '../../engine/values/classes'
import { SOURCE_CLASSES } from '../../state/source-classes'
import type { Finding, Severity } from '../../../shared/findings'
import { CALLS_ARGUMENT, isKnownCall, isKnownInstance, isReducer } from '../known-calls'
import { type Examination, type Patient, count, guardedClasses } from '../patient'
import { isStdlib } from '../stdlib'

type Verdict = 'known' | 'foreign' | 'attack'

export const loadCalls: Examination = (patient) => {
  const calls = new Calls(patient)
  for (const node of nodesOf(patient)) calls.look(node)
  return calls.findings()
}

/** Every node of the graph, and of what the stream computes and drops. */
function* nodesOf({ pickle }: Patient): Generator<PickleNode> {
  yield* walk(pickle.root)
  for (const { node } of pickle.discarded ?? []) yield* walk(node)
}

interface Seen {
  readonly verdict: Verdict
  readonly first: number
  times: number
}

class Calls {
  private readonly called = new Map<string, Seen>()
  private readonly changed = new Map<string, Seen>()
  private readonly classes: Classes
  private guarded: ReadonlySet<string> | null = null

  constructor(private readonly patient: Patient) {
    this.classes = patient.tree.builder.classes
  }

  look(node: PickleNode): void {
    if (node.acts.length > 0) {
      const name = modernName(node) ?? (isGetattr(node) ? this.words(node) : null)
      if (name !== null) note(this.changed, name, 'attack', node)
    }
    if (node.kind !== 'reduce' && node.kind !== 'newobj' && node.kind !== 'newobj_ex') return
    const [callee] = node.items
    if (callee === undefined) return
    const verdict = node.kind === 'reduce' ? this.called_(callee, node) : this.instance(callee)
    if (verdict !== 'known') note(this.called, this.words(callee), verdict, node)
  }

  /** REDUCE: `callee(*args)`. */
  private called_(callee: PickleNode, node: CallNode): Verdict {
    const reducer = reducerName(callee)
    if (reducer !== null) return isReducer(reducer) ? 'known' : 'attack'
    const name = modernName(callee)
    if (name === null) return 'attack'
    // arguments that are themselves the result of a call could be any
    if (node.items[1]?.kind !== 'tuple') return 'attack'
    const args = node.items[1].items
    const handed = CALLS_ARGUMENT.get(name)
    if (handed !== undefined) return this.handed(args[handed])
    // iter(callable, sentinel) calls; type(name, bases, dict) makes a class
    if ((name === 'builtins.iter' && args.length > 1) || (name === 'builtins.type' && args.length !== 1))
      return 'attack'
    if (name === 'collections.defaultdict') return this.factory(args[0])
    if (name === OPTIMIZED) return isContext(args[1]) ? 'known' : 'attack'
    if (isKnownCall(name) || isSource(name) || name.startsWith('torch.return_types.')) return 'known'
    if (isStdlib(name)) return 'attack'
    if (name.startsWith('torch.')) return this.isEnum(name) ? 'known' : 'attack'
    return this.isGuardedClass(name) ? 'known' : 'foreign'
  }

  /** What map() or a rebuilding function of torch calls in its turn. */
  private handed(callee: PickleNode | undefined): Verdict {
    const name = modernName(callee)
    if (name === null) return 'attack'
    if (isKnownCall(name) || isKnownInstance(name) || this.isClass(name)) return 'known'
    return isStdlib(name) || name.startsWith('torch.') ? 'attack' : 'foreign'
  }

  /** What a defaultdict calls for a key that is not there, as torch's own look-ups do. */
  private factory(callee: PickleNode | undefined): Verdict {
    if (callee === undefined || callee.kind === 'none') return 'known'
    return this.handed(callee) === 'attack' ? 'attack' : 'known'
  }

  /** NEWOBJ: `cls.__new__(cls, *args)`. It runs no constructor. */
  private instance(callee: PickleNode): Verdict {
    const name = modernName(callee)
    if (name === null) return 'attack'
    if (isKnownInstance(name) || isSource(name)) return 'known'
    if (isStdlib(name)) return 'attack'
    // a class of the author's is imported, which a finding of its own says
    return name.startsWith('torch.') && this.classes.get(name).mro === null ? this.torchClass(name) : 'known'
  }

  /** A class of torch that the tables do not hold: the ones a guards_state is made of are known all the same. */
  private torchClass(name: string): Verdict {
    return /^torch\.(_guards|_dynamo|_C\._dynamo|fx|distributed|nn|optim|utils)\./.test(name) ? 'known' : 'foreign'
  }

  private isEnum(name: string): boolean {
    return this.classes.isSubclass(this.classes.get(name), 'enum.Enum') === true
  }

  private isClass(name: string): boolean {
    return name.startsWith('torch.') && this.classes.get(name).mro !== null
  }

  /** An enum's member is made by calling its class: that much a guard's own class may do. */
  private isGuardedClass(name: string): boolean {
    this.guarded ??= guardedClasses(this.patient)
    return this.guarded.has(name)
  }

  /** A callee in a sentence. */
  private words(callee: PickleNode): string {
    const name = modernName(callee)
    if (name !== null) return name
    if (!isGetattr(callee)) return 'the result of another call'
    const [owner, attr] = callee.items[1]?.kind === 'tuple' ? callee.items[1].items : []
    const of = owner === undefined ? null : globalName(owner)
    return `getattr(${of ?? '...'}, ${attr?.kind === 'str' ? JSON.stringify(attr.value) : '...'})`
  }

  findings(): readonly Finding[] {
    const found: Finding[] = []
    for (const [name, { verdict, first, times }] of this.called) {
      const at = `at byte ${first}${times > 1 ? `, ${count(times, 'time')} in all` : ''}`
      found.push(
        verdict === 'attack'
          ? finding(
              'load-calls',
              'error',
              `loading the file calls ${name} (${at}), which torch never writes: it is code`,
            )
          : finding(
              'load-calls-other',
              'warning',
              `loading the file calls ${name} (${at}): what it does is not known here`,
            ),
      )
    }
    for (const [name, { first }] of this.changed)
      found.push(
        finding(
          'load-changes',
          'error',
          `loading the file changes ${name} itself (at byte ${first}), for all of the process`,
        ),
      )
    return found
  }
}

const OPTIMIZED = 'torch._dynamo.eval_frame.OptimizedModule'

/** OptimizedModule calls the context it is given: one of torch's own. */
function isContext(node: PickleNode | undefined): boolean {
  if (node?.kind !== 'reduce' && node?.kind !== 'newobj') return false
  return modernName(node.items[0])?.startsWith('torch._dynamo.eval_frame.') === true
}

function finding(code: string, severity: Severity, message: string): Finding {
  return { code, severity, guard: null, message, repair: [] }
}

function note(seen: Map<string, Seen>, name: string, verdict: Verdict, node: PickleNode): void {
  const before = seen.get(name)
  if (before === undefined) seen.set(name, { verdict, first: node.start, times: 1 })
  else before.times++
}

function isGetattr(node: PickleNode): node is CallNode {
  return node.kind === 'reduce' && modernName(node.items[0]) === 'builtins.getattr'
}

const SOURCES = /^torch\.(?:_dynamo\.source|_guards)\.(\w+)$/

/** A Source class, known or new by its name. */
function isSource(name: string): boolean {
  const cls = SOURCES.exec(name)?.[1] ?? ''
  return SOURCE_CLASSES.has(cls) || cls.endsWith('Source') || cls === 'TensorProperty'
}
