/** Work on a document that can take long, and be called off. */
export const WORKS = [
  'edit',
  'sweep',
  'findings',
  'diff',
  'recompilations',
  'profile',
  'torch-profile',
  'report',
] as const

/** The error of an answer that was called off. */
export const CANCELLED = 'cancelled'
/** The error of a file that is open in another window, which comes to the front instead. */
export const OPEN_ELSEWHERE = 'open in another window'
export type Work = (typeof WORKS)[number]
