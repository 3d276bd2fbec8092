/** The JSON schema of the settings, from the zod schema that the file is read with, with words on each. */
import * as z from 'zod/mini'
import { PreferencesSchema, type PreferenceName } from '../../../shared/preferences'
import type { JsonSchema } from '../replay/scenario-schema'

const MEANINGS: { readonly [P in PreferenceName]: string } = {
  theme: 'dark, light, or as the system has it',
  zoom: 'The size of everything in the window, from 0.5 to 3; 1 is as it comes',
  restoreFiles: 'Whether the files of the last session are opened again',
  notifications: 'Whether long work says that it is done while another program is in front',
  problemDetails:
    'Whether messages and whole paths are written down of what went wrong; they can hold what a file says',
}

export function settingsSchema(): JsonSchema {
  const schema = z.toJSONSchema(PreferencesSchema, { target: 'draft-7', io: 'input' }) as JsonSchema
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...property, description: MEANINGS[name as PreferenceName] },
  ])
  return { ...schema, properties: Object.fromEntries(properties) as Record<string, JsonSchema> }
}
