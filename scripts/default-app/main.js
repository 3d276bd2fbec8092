// Stands in for Electron's own default app where a runtime carries none: `electron [-r module]... <app> [args]`.
const { app } = require('electron')
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')

const preload = []
let target = null
const argv = process.argv.slice(1)
for (let i = 0; i < argv.length; i++) {
  const arg = argv[i]
  if (arg === '--version' || arg === '-v') {
    console.log('v' + process.versions.electron)
    process.exit(0)
  }
  if (arg === '-r' || arg === '--require') preload.push(argv[++i])
  else if (arg.startsWith('--require=')) preload.push(arg.slice('--require='.length))
  else if (!arg.startsWith('-')) {
    target = arg
    break
  }
}
if (!target) {
  console.error('usage: electron [-r module] <path>')
  process.exit(1)
}
process.defaultApp = true
if (preload.length > 0) Module._preloadModules(preload)
const dir = path.resolve(target)
const manifest = path.join(dir, 'package.json')
let main = dir
if (fs.existsSync(manifest)) {
  const pkg = JSON.parse(fs.readFileSync(manifest, 'utf8'))
  if (pkg.version) app.setVersion(pkg.version)
  app.setName(pkg.productName || pkg.name)
  if (pkg.desktopName) app.setDesktopName(pkg.desktopName)
  app.setAppPath(dir)
  main = path.resolve(dir, pkg.main || 'index.js')
}
Module._load(main, Module, true)
