/**
 * JSON schemas of what a scenario is, made from the zod schemas that the engine reads it with, so that the editor
 * accepts what the engine accepts. The choice by `kind` becomes if and then: an editor follows that to the one kind that
 * was chosen, in its errors and in what it offers.
 */
import * as z from 'zod/mini'
import { GlobalStateSchema, ScenarioSchema } from '../../../shared/scenario'
import { examplesOf, KINDS, meaningOf } from './scenario-words'

/** As much of draft 7 as is used here, and what monaco's JSON service adds to it. */
export interface JsonSchema {
  readonly $schema?: string
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: JsonSchema | boolean
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly if?: JsonSchema
  readonly then?: JsonSchema
  readonly else?: JsonSchema
  readonly definitions?: Readonly<Record<string, JsonSchema>>
  readonly description?: string
  readonly examples?: readonly unknown[]
  /** Said in place of the service's own words. */
  readonly errorMessage?: string
  readonly enumDescriptions?: readonly string[]
  readonly defaultSnippets?: readonly Snippet[]
  readonly doNotSuggest?: boolean
}

/** A whole value to put in: its texts may hold placeholders, `$1` or `${1:text}`. */
interface Snippet {
  readonly label: string
  readonly description: string
  readonly body: unknown
}

export const scenarioSchema = (): JsonSchema => jsonSchema(ScenarioSchema, 'scenario')
export const globalStateSchema = (): JsonSchema => jsonSchema(GlobalStateSchema, 'global_state')

function jsonSchema(schema: z.core.$ZodType, owner: string): JsonSchema {
  const plain = z.toJSONSchema(schema, {
    target: 'draft-7',
    // unknown keys are accepted
    io: 'input',
    override: ({ zodSchema, jsonSchema: made }) => {
      const words = wordsOf(zodSchema)
      if (words !== null) made['errorMessage'] = `expected ${words}`
    },
  }) as JsonSchema
  return explained(plain, owner)
}

/** What a zod schema says where a value does not fit. */
function wordsOf({ _zod: { def } }: z.core.$ZodType): string | null {
  const said = [def, ...(def.checks ?? []).map((check) => check._zod.def)].map(({ error }) => error?.({} as never))
  return said.find((words) => typeof words === 'string') ?? null
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  integer: 'a whole number',
  array: 'a list',
  object: 'an object',
}

/** Each says all that is accepted. */
function alternatives(schemas: readonly JsonSchema[]): readonly JsonSchema[] {
  const words = schemas.flatMap(({ errorMessage }) => errorMessage?.replace('expected ', '') ?? [])
  return schemas.map((schema) => ({ ...schema, errorMessage: `expected ${words.join(' or ')}` }))
}

/** A schema with words for its fields, and its choices by kind as conditions. `owner` is what its fields belong to. */
function explained(schema: JsonSchema, owner: string): JsonSchema {
  const kinds = schema.anyOf?.find(({ oneOf }) => oneOf !== undefined)?.oneOf
  if (kinds !== undefined) return valueSchema(schema, kinds)
  const { properties, additionalProperties, items, anyOf, allOf, definitions, errorMessage } = schema
  const type = schema.type === undefined ? [] : [schema.type].flat()
  return {
    ...schema,
    ...(type.length > 0 && {
      errorMessage: errorMessage ?? `expected ${type.map((it) => TYPES[it] ?? it).join(' or ')}`,
    }),
    ...(properties !== undefined && { properties: fields(properties, owner) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: explained(additionalProperties, owner) }),
    ...(items !== undefined && {
      items: Array.isArray(items) ? items.map((it) => explained(it, owner)) : explained(items as JsonSchema, owner),
    }),
    ...(anyOf !== undefined && { anyOf: alternatives(anyOf.map((it) => explained(it, owner))) }),
    ...(allOf !== undefined && { allOf: allOf.map((it) => explained(it, owner)) }),
    ...(definitions !== undefined && {
      definitions: Object.fromEntries(Object.entries(definitions).map(([name, it]) => [name, explained(it, owner)])),
    }),
  }
}

function fields(properties: Readonly<Record<string, JsonSchema>>, owner: string): Readonly<Record<string, JsonSchema>> {
  const kind = properties['kind']?.const
  const of = typeof kind === 'string' ? kind : owner
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const description = meaningOf(of, name)
      const examples = examplesOf(of, name)
      return [
        name,
        {
          ...explained(schema, name),
          ...(description !== undefined && { description }),
          ...(examples !== undefined && { examples }),
        },
      ]
    }),
  )
}

/** A value: `{ref}`, else an object with a kind and the fields of that kind. */
function valueSchema({ anyOf = [], errorMessage = '' }: JsonSchema, kinds: readonly JsonSchema[]): JsonSchema {
  const ref = anyOf.find(({ properties }) => properties?.['ref'] !== undefined) ?? {}
  const names = kinds.map(({ properties }) => String(properties?.['kind']?.const))
  const description = meaningOf('', 'ref') ?? ''
  const isRef = fields(ref.properties ?? {}, '')
  return {
    type: 'object',
    errorMessage,
    if: {
      required: ['ref'],
      // offered below, and only where there is no kind yet
      properties: Object.fromEntries(Object.entries(isRef).map(([name, it]) => [name, { ...it, doNotSuggest: true }])),
    },
    else: {
      required: ['kind'],
      properties: {
        kind: {
          enum: names,
          enumDescriptions: names.map((name) => KINDS[name] ?? ''),
          errorMessage: 'expected a kind of value such as "int", "tensor" or "object"',
        },
      },
      ...choice({ required: ['kind'] }, { allOf: kinds.map(ifKind) }, { properties: { ref: { description } } }),
    },
    defaultSnippets: kinds.map((kind, i) => snippet(names[i] ?? '', kind)),
  }
}

function ifKind(schema: JsonSchema): JsonSchema {
  const { kind, ...properties } = fields(schema.properties ?? {}, '')
  const required = (schema.required ?? []).filter((field) => field !== 'kind')
  return choice({ properties: { kind: { const: kind?.const } } }, { required, properties })
}

const choice = (condition: JsonSchema, met: JsonSchema, unmet?: JsonSchema): JsonSchema => ({
  if: condition,
  // oxlint-disable-next-line unicorn/no-thenable -- the schema's word
  then: met,
  ...(unmet !== undefined && { else: unmet }),
})

/** The value with what its kind cannot do without. */
function snippet(name: string, { properties = {}, required = [] }: JsonSchema): Snippet {
  let place = 0
  const body = required.map((field) => {
    if (field === 'kind') return [field, name]
    const [example] = examplesOf(name, field) ?? [start(properties[field] ?? {})]
    return [field, placed(example)]
  })
  return { label: name, description: KINDS[name] ?? '', body: Object.fromEntries(body) as unknown }

  function placed(value: unknown): unknown {
    if (Array.isArray(value)) return `^[$${++place}]`
    if (typeof value === 'object' && value !== null) return value
    return typeof value === 'string' ? `\${${++place}:${value}}` : `^\${${++place}:${String(value)}}`
  }
}

/** Something that fits, to start from. */
function start({ $ref, type, anyOf, properties }: JsonSchema): unknown {
  // of the definitions, the one value that a field holds by itself
  if ($ref !== undefined) return { kind: 'none' }
  if (anyOf?.[0] !== undefined) return start(anyOf[0])
  switch ([type].flat()[0]) {
    case 'string':
      return ''
    case 'boolean':
      return false
    case 'integer':
      return 0
    case 'array':
      return []
    default:
      return properties === undefined ? null : {}
  }
}
