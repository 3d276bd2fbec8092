/** `set-shape-exprs`, `set-text`: shape expressions together with the texts that a failure shows. */
import { compileExpression } from '../expressions'
import { listActs, makeBool, makeStr } from '../../pickle/make'
import type { PickleNode } from '../../pickle/node'
import { type Draft, nodeAt } from '../../pickle/patch'
import { buildPlace, entryPlace, fieldPlace, memberPlaces } from '../../pickle/places'
import type { ShapeCodeParts } from '../../state/guards-state'
import { cppOf, symbolsOf } from './cpp-exprs'
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
  const exprs = edit.exprs ?? shapes.python
  const { verbose, cpp } = edit
  if (verbose !== undefined && verbose.length !== exprs.length)
    throw new EditRefused(`${exprs.length} expressions have ${verbose.length} texts`)
  if (cpp !== undefined && shapes.cpp === null) throw new EditRefused('the file has no C++ guard')
  if (edit.exprs !== undefined) {
    exprs.forEach((expr) => checkPython(view, edit, expr))
    setList(draft, exprsNode(view, 'python_code_parts'), exprs)
    followInGuard(view, draft, shapes, exprs)
  }
  if (edit.exprs !== undefined || verbose !== undefined)
    setList(draft, exprsNode(view, 'verbose_code_parts'), verbose ?? textsFor(shapes, exprs))
  if (edit.exprs !== undefined || cpp !== undefined) setCpp(view, draft, edit, shapes, exprs)
}

/** The C++ guard is what torch runs where there is one: it must say what the expressions say. */
function setCpp(view: View, draft: Draft, edit: SetExprs, shapes: ShapeCodeParts, exprs: readonly string[]): void {
  if (shapes.cpp === null) return
  const known = new Map(shapes.python.map((expr, i) => [expr, shapes.cpp?.exprs[i]]))
  const symbols = symbolsOf(view)
  const wanted = exprs.map((expr) => known.get(expr) ?? cppOf(expr, symbols))
  const strange = exprs.find((_, i) => wanted[i] == null)
  if (strange === undefined) {
    const texts = wanted.map(String)
    if (edit.cpp !== undefined && squeezed(edit.cpp) !== squeezed(texts))
      throw new EditRefused(`"cpp" says other than "exprs": torch runs the one, people read the other`)
    setList(draft, exprsNode(view, 'cpp_code_parts'), edit.cpp ?? texts)
    return
  }
  if (shapes.pythonFallback) return
  unlessForced(
    edit,
    `${JSON.stringify(strange)} cannot be put into the C++ guard of the file: torch would run all in Python`,
  )
  const parts = fieldPlace(view.state.root, 'shape_code_parts')
  const fallback = parts === null ? null : fieldPlace(nodeAt(parts), 'python_fallback')
  if (fallback === null) throw new EditRefused('the file has no python_fallback')
  draft.replace(fallback, makeBool(true))
}

const squeezed = (texts: readonly string[]): string => texts.map((text) => text.replace(/\s/g, '')).join('\n')

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

/** The texts without the user's lines that torch wrote behind the expressions. */
export function stripComments(view: View, draft: Draft): void {
  const { verbose, python } = view.state.shapeCodeParts ?? { verbose: [], python: [] }
  const bare = verbose.map((text, i) => {
    const expr = python[i]
    return expr !== undefined && text.startsWith(expr) ? expr : text.replace(/\s+# .*$/s, '')
  })
  if (bare.some((text, i) => text !== verbose[i])) setList(draft, exprsNode(view, 'verbose_code_parts'), bare)
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
