/** What electron-builder's packing leaves to do: the stand-in for Electron's default app goes, which the carried runtime holds. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'

// electron-builder asks for a default export
// oxlint-disable-next-line import/no-default-export
export default function afterPack({ appOutDir, packager }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
}
