/** Edits that are legal but dangerous: they are refused until they are confirmed. */
import type { Json } from '../../shared/replay'

/** What stands at the end of such a refusal. */
const FORCE = /\s*\("force": true[^)]*\)/

export const canBeForced = (refusal: string): boolean => FORCE.test(refusal)

/** The refusal as it is shown. */
export const withoutForce = (refusal: string): string => refusal.replace(FORCE, '')

export const forced = (edit: Json): Json => ({ ...(edit as Readonly<Record<string, Json>>), force: true })
