/** What a file around its blobs does when it is loaded: it holds compiled code, and its own pickles call, too. */
import type { Container } from '../containers/container'
import type { Classes } from '../engine/values/classes'
import type { Finding } from '../../shared/findings'
import { Calls } from './calls'

/** What torch's cache entries and aot_compile files call beyond what a blob may (torch/_dynamo/package.py, aot_compile.py). */
const CALLS = new Set(
  `inspect.Signature inspect.Parameter inspect._ParameterKind torch.fx.graph_module.reduce_graph_module
  torch._functorch._aot_autograd.schemas.MutationType torch._functorch._aot_autograd.schemas.OutputType`.split(/\s+/),
)
/** Packages whose objects are made without their constructors. */
const MADE = /^torch\.(_functorch|_inductor|torch_version)\./

const COMPILED_CODE =
  'the file holds compiled code besides its guards, which torch runs as it stands and nothing here looks into: ' +
  'load it only where its author is trusted'

/** Errors first. None for a bare blob. */
export function examineOuter({ outer }: Pick<Container, 'outer'>, classes: Classes): readonly Finding[] {
  if (outer.length === 0) return []
  const calls = new Calls({ classes, mayCall: (name) => CALLS.has(name), mayMake: (name) => MADE.test(name) })
  for (const { pickle, base } of outer) calls.lookThrough(pickle, base)
  return [
    ...calls.findings(),
    { code: 'compiled-code', severity: 'note', guard: null, message: COMPILED_CODE, repair: [] },
  ]
}
