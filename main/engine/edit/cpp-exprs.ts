/** The C++ text of a shape expression: what torch's printer makes of sums and products (_ShapeGuardCppPrinter). */
import { dictEntries } from '../../pickle/access'
import { nodeAt } from '../../pickle/patch'
import { argumentPlaces, buildPlace, entryPlace, fieldPlace, memberPlaces } from '../../pickle/places'
import type { PickleNode } from '../../pickle/node'
import type { View } from './view'

/** Names of the symbols, by the source that each stands for. */
export function symbolsOf(view: View): ReadonlyMap<string, string> {
  const map = symbolDict(view)
  const symbols = new Map<string, string>()
  for (const [key, symbol] of map === null ? [] : dictEntries(map)) {
    const source = view.state.sources.read(key)
    const name = argumentPlaces(symbol).map(nodeAt)[0]
    if (source !== null && name?.kind === 'str') symbols.set(view.nameOf(source), name.value)
  }
  return symbols
}

/** `source_to_symbol`, the second field of a _CppShapeGuardsHelper. */
function symbolDict(view: View): PickleNode | null {
  const shapes = fieldPlace(view.state.root, 'shape_code_parts')
  const helper = shapes === null ? null : fieldPlace(nodeAt(shapes), 'cpp_code_parts')
  const build = helper === null ? null : buildPlace(nodeAt(helper))
  const state = build === null ? null : nodeAt(build)
  const place = state?.kind === 'list' ? memberPlaces(state)[1] : entryPlace(state, 'source_to_symbol')?.value
  return place === undefined ? null : nodeAt(place)
}

const COMPARISON = /==|!=|<=|>=|<|>/g

/** One comparison of sums and products of symbols and whole numbers; null where the expression is more than that. */
export function cppOf(expr: string, symbols: ReadonlyMap<string, string>): string | null {
  // the longest name first: one source may be the beginning of another
  const names = [...symbols.keys()].sort((a, b) => b.length - a.length)
  const found: string[] = []
  let text = expr
  for (const name of names) {
    text = text.split(name).join(`@${found.length}@`)
    found.push(symbols.get(name) ?? '')
  }
  const plain = text.replace(/@\d+@/g, '')
  if (!/^[\d\s()+\-*<>=!]*$/.test(plain) || /\*\s*\*/.test(plain)) return null
  if ((plain.match(COMPARISON) ?? []).length !== 1) return null
  return text.replace(/@(\d+)@|\d+/g, (match, at?: string) =>
    at === undefined ? `${match}L` : (found[Number(at)] ?? ''),
  )
}
