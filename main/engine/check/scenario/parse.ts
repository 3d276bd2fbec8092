/** A scenario's JSON against its schema. */
import { type ScenarioJson, ScenarioSchema } from '../../../../shared/scenario'
import { visible } from '../../../../shared/visible'
import { misfitOf } from '../schema-words'

/** A scenario that does not fit its schema: `path`, empty for the whole, and what was expected there. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  constructor(
    readonly path: string,
    readonly expected: string,
  ) {
    super(visible(path === '' ? expected : `${path}: ${expected}`))
  }
}

/** Levels of values in values; a real input has a dozen. */
const MAX_DEPTH = 500

/** Checks a scenario against its schema. Throws ScenarioError. */
export function parseScenario(json: unknown, path = ''): ScenarioJson {
  checkDepth(json, path)
  const result = ScenarioSchema.safeParse(json)
  if (result.success) return result.data
  const { path: steps, message } = misfitOf(result.error.issues, json)
  const at = steps.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    path,
  )
  throw new ScenarioError(at, message)
}

/** Counts values in values; a walk of its own, as one that calls itself would end there. */
function checkDepth(json: unknown, path: string): void {
  const open: { readonly item: object; readonly depth: number }[] = []
  const add = (item: unknown, depth: number): void => {
    if (typeof item === 'object' && item !== null) open.push({ item, depth })
  }
  add(json, 0)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const depth = 'kind' in next.item ? next.depth + 1 : next.depth
    if (depth > MAX_DEPTH) throw new ScenarioError(path, `expected at most ${MAX_DEPTH} levels of values in values`)
    for (const item of Object.values(next.item)) add(item, depth)
  }
}
