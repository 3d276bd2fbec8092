/** What unpickling calls: torch's pickler and Python's reducers are known, all else is code of whoever wrote the file. */
import { globalName, setters, walk } from '../pickle/access'
import type { CallNode, Pickle, PickleNode } from '../pickle/node'
import { importedName, reducerName } from '../engine/values/picklers'
import { modernName } from '../engine/values/names'
import type { Classes } from '../engine/values/classes'
import { SOURCE_CLASSES } from '../state/source-classes'
import type { Finding, Severity } from '../../shared/findings'
import { CALLS_ARGUMENT, isKnownCall, isKnownInstance, isReducer, SETTERS } from './known-calls'
import { count } from './patient'
import { isStdlib } from './stdlib'

type Verdict = 'known' | 'foreign' | 'attack'

interface Seen {
  readonly verdict: Verdict
  readonly first: number
  times: number
}

/** What may be called beyond what every file of torch calls. */
export interface Trust {
  readonly classes: Classes
  readonly mayCall: (name: string) => boolean
  /** By NEWOBJ. */
  readonly mayMake?: (name: string) => boolean
}

/** Collects what loading a pickle calls and changes. */
export class Calls {
  private readonly called = new Map<string, Seen>()
  private readonly changed = new Map<string, Seen>()

  constructor(private readonly trust: Trust) {}

  /** Looks at every node of a graph, and at what the stream computes and drops; `base` is where the pickle lies in the file. */
  lookThrough({ root, discarded }: Pickle, base = 0): void {
    for (const node of walk(root)) this.look(node, base)
    for (const { node } of discarded ?? []) for (const dropped of walk(node)) this.look(dropped, base)
  }

  private look(node: PickleNode, base: number): void {
    if (node.acts.length > 0) {
      const name = modernName(node) ?? (isGetattr(node) ? this.words(node) : isVars(node) ? 'builtins' : null)
      if (name !== null) note(this.changed, name, 'attack', node.start + base)
      for (const { setter } of setters(node)) {
        const verdict = this.setter(setter, node)
        if (verdict !== 'known') note(this.called, this.words(setter), verdict, setter.start + base)
      }
    }
    if (node.kind !== 'reduce' && node.kind !== 'newobj' && node.kind !== 'newobj_ex') return
    const [callee] = node.items
    if (callee === undefined) return
    const verdict = node.kind === 'reduce' ? this.called_(callee, node) : this.instance(callee)
    if (verdict !== 'known') note(this.called, this.words(callee), verdict, node.start + base)
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
    // of anything else it would hand out what its attributes can be changed by
    if (name === 'builtins.vars') return isVars(node) ? 'known' : 'attack'
    if (name === 'collections.defaultdict') return this.factory(args[0])
    if (name === OPTIMIZED) return isContext(args[1]) ? 'known' : 'attack'
    if (isKnownCall(name) || isSource(name) || name.startsWith('torch.return_types.')) return 'known'
    if (this.trust.mayCall(name)) return 'known'
    if (isStdlib(name)) return 'attack'
    if (name.startsWith('torch.')) return this.isEnum(name) ? 'known' : 'attack'
    return 'foreign'
  }

  /** `setter(obj, state)`. It changes its object, which therefore has to be one that the file itself made. */
  private setter(setter: PickleNode, obj: PickleNode): Verdict {
    const makers = SETTERS.get(reducerName(setter) ?? '')
    if (makers !== undefined)
      return obj.kind === 'reduce' && makers.has(reducerName(obj.items[0]) ?? '') ? 'known' : 'attack'
    const name = modernName(setter)
    return name === null || isStdlib(name) || name.startsWith('torch.') ? 'attack' : 'foreign'
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
    if (isKnownInstance(name) || isSource(name) || this.trust.mayMake?.(name) === true) return 'known'
    if (isStdlib(name)) return 'attack'
    // a class of the author's is imported, which a finding of its own says
    return name.startsWith('torch.') && this.trust.classes.get(name).mro === null ? this.torchClass(name) : 'known'
  }

  /** A class of torch that the tables do not hold: the ones a guards_state is made of are known all the same. */
  private torchClass(name: string): Verdict {
    return /^torch\.(_guards|_dynamo|_C\._dynamo|fx|distributed|nn|optim|utils)\./.test(name) ? 'known' : 'foreign'
  }

  private isEnum(name: string): boolean {
    return this.trust.classes.isSubclass(this.trust.classes.get(name), 'enum.Enum') === true
  }

  private isClass(name: string): boolean {
    return name.startsWith('torch.') && this.trust.classes.get(name).mro !== null
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

function note(seen: Map<string, Seen>, name: string, verdict: Verdict, at: number): void {
  const before = seen.get(name)
  if (before === undefined) seen.set(name, { verdict, first: at, times: 1 })
  else before.times++
}

/** `vars(builtins)`, which 2.15 writes for the dict of the loading process. */
function isVars(node: PickleNode): boolean {
  if (node.kind !== 'reduce' || modernName(node.items[0]) !== 'builtins.vars') return false
  const [of] = node.items[1]?.kind === 'tuple' ? node.items[1].items : []
  return of !== undefined && importedName(of) === 'builtins'
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
