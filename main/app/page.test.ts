import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fileFor, servePage } from './page'

const folder = mkdtempSync(join(tmpdir(), 'page-'))
const root = join(folder, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), '<title>here</title>')
writeFileSync(join(folder, 'secret.json'), '{}')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a url names a file of the page or nothing', () => {
  const urls = [
    'app://guardscope/index.html',
    'app://guardscope/assets/main.js?v=1#x',
    'app://guardscope/../secret.json',
    'app://guardscope/..%2fsecret.json',
    'app://guardscope/assets/%2e%2e/%2e%2e/secret.json',
    'app://guardscope/..%5csecret.json',
    'app://guardscope/%00.js',
    'app://guardscope/%zz.js',
    'app://guardscope/',
    'app://guardscope/main',
    'app://other/index.html',
    'file:///etc/hosts.html',
  ]
  expect(urls.map((url) => fileFor(url, root)?.slice(root.length) ?? null)).toEqual([
    '/index.html',
    '/assets/main.js',
    // the URL itself ends at its own root
    '/secret.json',
    null,
    '/secret.json',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})

test('a file comes with its type and the policy; what is refused or missing says so', async () => {
  const ask = async (url: string, method = 'GET') => {
    const response = await servePage({ url, method }, root)
    const policy = response.headers.get('content-security-policy') ?? ''
    return [
      response.status,
      response.headers.get('content-type'),
      policy.startsWith("default-src 'none'"),
      await response.text(),
    ]
  }
  expect([
    await ask('app://guardscope/index.html'),
    await ask('app://guardscope/..%2fsecret.json'),
    await ask('app://guardscope/none.js'),
    await ask('app://guardscope/index.html', 'POST'),
  ]).toEqual([
    [200, 'text/html; charset=utf-8', true, '<title>here</title>'],
    [403, 'text/plain', true, 'refused'],
    [404, 'text/plain', true, 'not found'],
    [403, 'text/plain', true, 'refused'],
  ])
})
