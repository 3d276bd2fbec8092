/** Loaded into a process before its program: notes whoever would start a process, write a file, or reach the network. */
const fs = require('node:fs')
const { openSync, readFileSync, writeSync } = fs
const log = openSync(process.env.WITNESS_LOG, 'a')
const note = (line) => writeSync(log, `${line}\n`)

function watch(module, names, isInnocent = () => false) {
  const of = require(module)
  for (const name of names) {
    const real = of[name]
    if (typeof real !== 'function') throw new Error(`${module} has no ${name}`)
    of[name] = function (...args) {
      if (!isInnocent(...args)) note(`${module} ${name} ${String(args[0])}`)
      return Reflect.apply(real, this, args)
    }
  }
}

const mayWrite = (path) =>
  process.env.WITNESS_WRITES !== undefined && String(path).startsWith(process.env.WITNESS_WRITES)
const reads = (path, flags) =>
  flags === undefined || flags === 'r' || flags === 0 || typeof flags === 'function' || mayWrite(path)

watch('node:child_process', ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'])
watch('node:fs', ['writeFileSync', 'writeFile', 'appendFile', 'mkdirSync', 'mkdir', 'rmSync', 'rm', 'renameSync', 'unlinkSync', 'symlinkSync', 'copyFileSync', 'createWriteStream'], mayWrite) // prettier-ignore
watch('node:fs', ['openSync', 'open'], reads)
watch('node:net', ['connect', 'createConnection', 'createServer'])
watch('node:http', ['request', 'get', 'createServer'])
watch('node:https', ['request', 'get'])
watch('node:dns', ['lookup', 'resolve'])
watch('node:dgram', ['createSocket'])
watch('node:vm', ['runInThisContext', 'runInNewContext', 'compileFunction'])
watch('node:worker_threads', ['Worker'])
// every file that is read, by name, so that a test can hold them against those it should
for (const [name, real] of Object.entries({ readFileSync, openSync: fs.openSync })) {
  fs[name] = function (path, ...rest) {
    note(`read ${String(path)}`)
    return Reflect.apply(real, this, [path, ...rest])
  }
}
// oxlint-disable-next-line no-eval -- it is what is watched
const evaluated = globalThis.eval
// oxlint-disable-next-line no-eval -- it is what is watched
globalThis.eval = (text) => {
  note(`eval ${String(text).slice(0, 80)}`)
  return evaluated(text)
}
const RealFunction = globalThis.Function
globalThis.Function = new Proxy(RealFunction, {
  construct(target, args) {
    note(`new Function ${String(args.at(-1)).slice(0, 80)}`)
    return Reflect.construct(target, args)
  },
})
