/** Computes the emulated errors on a thread of its own, once. */
import { parentPort } from 'node:worker_threads'
import { emulatedErrors } from './errors'

parentPort?.postMessage(emulatedErrors())
