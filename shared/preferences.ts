/** What a person sets, as the form, the JSON beside it and the file on disk have it. */
import * as z from 'zod/mini'

export const ZOOM_STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

const FIELDS = {
  theme: z.enum(['system', 'dark', 'light']),
  /** The size of everything in the window; 1 is as it comes. */
  zoom: z.number().check(z.minimum(0.5), z.maximum(3)),
  /** Whether the files of the last session are opened again. */
  restoreFiles: z.boolean(),
  /** Whether long work says that it is done while another program is in front. */
  notifications: z.boolean(),
  /** Whether messages and whole paths are written down of what went wrong. */
  problemDetails: z.boolean(),
}

export const PreferencesSchema = z.looseObject({
  theme: z._default(FIELDS.theme, 'system'),
  zoom: z._default(FIELDS.zoom, 1),
  restoreFiles: z._default(FIELDS.restoreFiles, true),
  notifications: z._default(FIELDS.notifications, true),
  problemDetails: z._default(FIELDS.problemDetails, false),
})
export type Preferences = Readonly<z.infer<typeof PreferencesSchema>>

export type PreferenceName = keyof typeof FIELDS

/** Some of them. */
export const PreferenceChangeSchema: z.ZodMiniType<Partial<Preferences>> = z.partial(z.object(FIELDS)) as never

export const DEFAULT_PREFERENCES: Preferences = PreferencesSchema.parse({})

/** The next larger (1) or smaller (-1) size. */
export function stepZoom(zoom: number, by: 1 | -1): number {
  const steps =
    by === 1 ? ZOOM_STEPS.filter((step) => step > zoom + 0.001) : ZOOM_STEPS.filter((step) => step < zoom - 0.001)
  return (by === 1 ? steps[0] : steps.at(-1)) ?? zoom
}
