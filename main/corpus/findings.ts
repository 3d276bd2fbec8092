/** What a comparison of a torch with what is known finds: a row each, by the part it is about. */

/** In the order of a report. */
export const PARTS = [
  'kinds',
  'reading',
  'trees',
  'answers',
  'doctor',
  'filters',
  'precision',
  'saving',
  'blobs',
  'tables',
] as const
export type Part = (typeof PARTS)[number]

export const PART_TITLES: Readonly<Record<Part, string>> = {
  kinds: 'Names that are not known here',
  reading: 'Files that are not read in full',
  trees: 'Trees that torch prints otherwise',
  answers: 'Calls that torch answers otherwise',
  doctor: 'Errors found in files that torch itself wrote and loads',
  filters: "Guards that torch's filters keep otherwise",
  precision: 'Precision settings that torch reads otherwise',
  saving: 'Cases that the known torch saves or loads otherwise',
  blobs: 'Guards and trees that the known torch has otherwise',
  tables: "What the known torch's process knows otherwise",
}

/** What a row says: `torch` of the recorded one, `other` of the engine, or of the torch that is known. */
export interface Row {
  readonly part: Part
  readonly where: string
  readonly torch: string
  readonly other: string
}

export interface Comparison {
  readonly torch: string
  /** The version whose fixtures it is held against, `2.13.0`; null where there are none. */
  readonly known: string | null
  readonly rows: readonly Row[]
  readonly counts: Readonly<Record<string, number>>
}
