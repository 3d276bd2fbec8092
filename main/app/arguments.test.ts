import { expect, test } from 'vitest'
import { filesIn } from './arguments'

test('files are found among the flags of a packaged start, an unpackaged one and a driven one', () => {
  const cwd = '/home/person'
  const app = '/opt/guardscope'
  expect([
    filesIn(
      ['/opt/guardscope/guardscope', 'a.guards_state', '--enable-features=X', '/b'],
      cwd,
      '/opt/guardscope/resources/app.asar',
    ),
    filesIn(['electron', '--no-sandbox', app, 'entry'], cwd, app),
    filesIn(['electron', '-r', '/loader.js', '--inspect=0', app, 'file:///a%20b'], cwd, app),
    filesIn(['electron', '/opt/guardscope/.'], cwd, app),
  ]).toEqual([['/home/person/a.guards_state', '/b'], ['/home/person/entry'], ['/a b'], []])
})
