/** Where every part tells of what went wrong and nobody waits for; the app writes it down, a terminal does not. */
import { type Problem, problemOf } from '../shared/problems'

let write: (problem: Problem) => void = () => {}

/** From now on problems are told to `receive`. */
export function onProblem(receive: (problem: Problem) => void): void {
  write = receive
}

export function noteProblem(problem: Problem): void {
  write(problem)
}

export function noteThrown(source: Problem['source'], kind: Problem['kind'], thrown: unknown): void {
  write(problemOf(source, kind, thrown))
}
