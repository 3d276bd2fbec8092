/** A thread that reads one file of a folder after the other. */
import { parentPort } from 'node:worker_threads'
import type { TorchVersion } from '../../state/dialect'
import { type FileAnswer, fileRows } from './rows'

export interface FileQuestion {
  readonly file: string
  /** Where it lies. */
  readonly path: string
  readonly torch: TorchVersion | null
  readonly before: string | null
}

export type { FileAnswer }

parentPort?.on('message', ({ file, path, torch, before }: FileQuestion) => {
  void fileRows(file, path, torch, before).then((answer) => parentPort?.postMessage(answer))
})
