/** Reads fields out of JSON that may hold anything. */

export type Json = { readonly [key: string]: unknown }

/** The object in a text; null where it is none. */
export function jsonObject(text: string): Json | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isObject(value) ? value : null
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export const textIn = (json: Json, key: string): string => {
  const value = json[key]
  return typeof value === 'string' ? value : ''
}

export const numberIn = (json: Json, key: string): number | null => {
  const value = json[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export const textsIn = (json: Json, key: string): string[] => {
  const value = json[key]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}
