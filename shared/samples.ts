/** The files that are delivered to look at, each with what it teaches. */

export const SAMPLES = [
  {
    id: 'mlp',
    file: 'mlp.guards_state',
    title: 'A small network',
    teaches: 'Parameters, a training flag, and the shape that a call must have',
  },
  {
    id: 'dynamic-shape',
    file: 'dynamic-shape.guards_state',
    title: 'A dynamic shape',
    teaches: 'A size that may vary within a range: sweep it to see where the guards give way',
  },
  {
    id: 'compiled-twice',
    file: 'compiled-twice.pkl',
    title: 'Compiled twice',
    teaches: 'A DynamoStore entry with two compilations, and the guard that made the second',
  },
  {
    id: 'refused',
    file: 'refused.guards_state',
    title: 'One that will not load',
    teaches: 'What torch would say, where it comes from, and the edit that mends it',
  },
] as const
export type SampleId = (typeof SAMPLES)[number]['id']
export const SAMPLE_IDS: readonly SampleId[] = SAMPLES.map(({ id }) => id)
