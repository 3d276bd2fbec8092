/** The views of the window. */
export const VIEW_NAMES = [
  'tree',
  'text',
  'replay',
  'diff',
  'findings',
  'document',
  'overhead',
  'precision',
  'devices',
  'live',
] as const
export type ViewName = (typeof VIEW_NAMES)[number]
