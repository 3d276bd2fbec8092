/** `set-shape-exprs`, `set-text`: shape expressions together with the texts that a failure shows. */
import { compileExpression } from '../expressions'
import { listActs, makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { buildPlace, entryPlace, fieldPlace, memberPlaces } from '../../pickle/places'
import type { ShapeCodeParts } from '../../state/guards-state'
import { EditRefused, unlessForced } from './refused'
import type { View } from './view'

interface SetExprs {
  readonly exprs?: readonly string[] | undefined
  readonly verbose?: readonly string[] | undefined
  readonly cpp?: readonly string[] | undefined
  readonly force?: boolean | undefined
}

export function setShapeExprs(view: View, draft: Draft, edit: SetExprs): void {
  const shapes = view.state.shapeCodeParts
  if (shapes === null) throw new EditRefused('the file has no shape expressions (shape_code_parts is None)')
  if (!view.hasGuard('SHAPE_ENV'))
    unlessForced(edit, 'no SHAPE_ENV guard is in the file: nothing would look at the expressions')
  const { exprs, verbose, cpp } = edit
  const isLive = shapes.cpp !== null && !shapes.pythonFallback
  if (exprs !== undefined && cpp === undefined && isLive)
    unlessForced(edit, 'the C++ guard of the file is what torch runs: give its "cpp" too')
  if (verbose !== undefined && verbose.length !== (exprs ?? shapes.python).length)
    throw new EditRefused(`${(exprs ?? shapes.python).length} expressions have ${verbose.length} texts`)
  if (exprs !== undefined) {
    exprs.forEach((expr) => checkPython(view, edit, expr))
    setList(draft, exprsNode(view, 'python_code_parts'), exprs)
    followInGuard(view, draft, shapes, exprs)
  }
  if (exprs !== undefined || verbose !== undefined)
    setList(draft, exprsNode(view, 'verbose_code_parts'), verbose ?? textsFor(shapes, exprs ?? shapes.python))
  if (cpp !== undefined) {
    if (shapes.cpp === null) throw new EditRefused('the file has no C++ guard')
    cpp.forEach((expr) => checkCpp(edit, expr))
    setList(draft, exprsNode(view, 'cpp_code_parts'), cpp)
  }
}

interface SetText {
  readonly expr: string
  readonly to?: string | undefined
  readonly verbose?: string | undefined
  readonly force?: boolean | undefined
}

export function setText(view: View, draft: Draft, edit: SetText): void {
  const shapes = view.state.shapeCodeParts
  const at = shapes?.python.indexOf(edit.expr) ?? -1
  if (shapes === null || at < 0) throw new EditRefused(`there is no shape expression ${JSON.stringify(edit.expr)}`)
  const to = edit.to ?? edit.expr
  const texts = textsFor(shapes, shapes.python)
  const verbose = edit.verbose ?? (to === edit.expr ? texts[at] : undefined) ?? withComment(to, texts[at] ?? '')
  if (edit.to === undefined) {
    setList(
      draft,
      exprsNode(view, 'verbose_code_parts'),
      texts.map((text, i) => (i === at ? verbose : text)),
    )
    return
  }
  setShapeExprs(view, draft, {
    exprs: shapes.python.map((expr, i) => (i === at ? to : expr)),
    verbose: texts.map((text, i) => (i === at ? verbose : text)),
    force: edit.force,
  })
}

/** The expression with the comment that stood behind the old one. */
function withComment(expr: string, old: string): string {
  const comment = /\s+# .*$/s.exec(old)?.[0] ?? ''
  return `${expr}${comment}`
}

/** A text for each expression: one that stays keeps its own. */
function textsFor(shapes: ShapeCodeParts, exprs: readonly string[]): string[] {
  const known = new Map<string, string>()
  if (shapes.verbose.length === shapes.python.length)
    shapes.python.forEach((expr, i) => known.set(expr, shapes.verbose[i] ?? expr))
  return exprs.map((expr) => known.get(expr) ?? expr)
}

/** The list `exprs` of a _ShapeGuardsHelper: a field of its BUILD, by place or by name. */
function exprsNode(view: View, part: string): PickleNode {
  const shapes = fieldPlace(view.state.root, 'shape_code_parts')
  const helper = shapes === null ? null : fieldPlace(nodeAt(shapes), part)
  const build = helper === null ? null : buildPlace(nodeAt(helper))
  const state = build === null ? null : nodeAt(build)
  const place = state?.kind === 'list' ? memberPlaces(state)[0] : entryPlace(state, 'exprs')?.value
  const list = place === undefined ? null : nodeAt(place)
  if (list?.kind !== 'list') throw new EditRefused(`the file has no list of ${part}`)
  return list
}

/** Strings that stay are the nodes they were. */
function setList(draft: Draft, list: PickleNode, texts: readonly string[]): void {
  const old = memberPlaces(list).map(nodeAt)
  const nodes = texts.map((text) => old.find((node) => node.kind === 'str' && node.value === text) ?? makeStr(text))
  draft.setActs(list, listActs(nodes))
}

/** torch records the expressions in the guard as well. */
function followInGuard(view: View, draft: Draft, shapes: ShapeCodeParts, exprs: readonly string[]): void {
  for (const guard of view.state.guards) {
    if (guard.createFn !== 'SHAPE_ENV') continue
    const list = guard.slots.get('code_list')
    if (list?.kind !== 'list') continue
    const texts = memberPlaces(list).map((place) => {
      const node = nodeAt(place)
      return node.kind === 'str' ? node.value : ''
    })
    if (texts.join('\n') === shapes.python.join('\n')) setList(draft, list, exprs)
  }
}

/** A string that is compiled and run at every check. */
function checkPython(view: View, edit: SetExprs, expr: string): void {
  const { error } = compileExpression(expr, view.builder.classes)
  if (error !== null)
    unlessForced(edit, `${JSON.stringify(expr)} is no expression that is known to be harmless: ${error}`)
  for (const [, name = ''] of expr.matchAll(/\bL\['([^'\\]+)'\]/g))
    if (entryPlace(view.state.localScope, name) === null)
      unlessForced(edit, `${JSON.stringify(expr)} asks for L['${name}'], which the file does not hold`)
}

/** Comparisons and arithmetic on symbols: what torch prints (CxxPrinter), and no other code for the compiler. */
function checkCpp(edit: SetExprs, expr: string): void {
  const names = expr.match(/[A-Za-z_]\w*/g) ?? []
  const isPlain =
    /^[\w\s()+\-*/%<>=!&|.,:?]*$/.test(expr) &&
    names.every((name) =>
      /^([szuf]\d+|L|LL|std|c10|min|max|abs|floor|ceil|pow|sqrt|div_floor_integer|div_mod|int64_t|double|static_cast|static_cast_int64_t)$/.test(
        name,
      ),
    )
  if (!isPlain)
    unlessForced(edit, `${JSON.stringify(expr)} is more than a comparison of symbols: torch compiles and runs it`)
}
