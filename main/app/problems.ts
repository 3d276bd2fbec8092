/** The problems of this session and of earlier ones: written down, shown, deleted. */
import { app, shell } from 'electron'
import type { App } from 'electron'
import { join } from 'node:path'
import type { Handlers } from './handlers'
import { noteProblem, onProblem } from '../problems'
import { crashDumps, keepCrashDumps, removeCrashDumps } from './crash-dumps'
import { ProblemLog } from './problem-log'
import type { SettingsFile } from './settings'

export type ProblemHandlers = Pick<
  Handlers,
  'problems' | 'noteProblem' | 'writeDetails' | 'deleteProblems' | 'showProblemFolder'
>

/** Once it is known where the profile is, and before Electron is ready. */
export function writeProblems(settings: SettingsFile, settingsChanged: () => void): ProblemHandlers {
  const dumps = join(app.getPath('userData'), 'crashes')
  app.setPath('crashDumps', dumps)
  keepCrashDumps(dumps)
  const log = new ProblemLog({
    folder: join(app.getPath('userData'), 'logs'),
    version: app.getVersion(),
    detailed: () => settings.value.problemDetails,
  })
  onProblem((problem) => log.note(problem))
  noteGoneProcesses(app)
  return {
    problems: () => ({
      folder: log.folder(),
      detailed: settings.value.problemDetails,
      problems: log.read(),
      dumps: crashDumps(dumps),
    }),
    // the page speaks for itself alone
    noteProblem: (problem) => noteProblem({ ...problem, source: 'page' }),
    writeDetails: (problemDetails) => {
      settings.update({ problemDetails })
      settingsChanged()
    },
    deleteProblems: () => {
      log.remove()
      removeCrashDumps(dumps)
    },
    showProblemFolder: async () => void (await shell.openPath(log.folder())),
  }
}

/** Pages are told of by their windows (crash.ts); these are Electron's own, and those it was asked to start. */
function noteGoneProcesses(electron: App): void {
  electron.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason === 'clean-exit' || reason === 'killed') return
    const code = type.replaceAll(' ', '-')
    noteProblem({ source: 'electron', kind: 'ended', name: `${reason} ${exitCode}`, code, frames: [], message: null })
  })
}
