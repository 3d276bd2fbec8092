/** Names out of a hostile file, in every place of the window: shown as what they are, obeyed in none. */
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { asCell } from '../main/pickle/cell'
import { decodePickle } from '../main/pickle/decode'
import { encodePickle } from '../main/pickle/encode'
import { makeStr } from '../main/pickle/make'
import { reachable } from '../main/pickle/reach'
import { ROOT, expect, fileWith, test } from './harness/app'

/** A tag that would run, a line turned round, a terminal's words, what has no width, a line's end. */
const SAYS = '<img src=x onerror="globalThis.owned=1"><b>\u202egnp.exe\x1b[2J\u200b\u2066\r'

/** A blob in which attributes, files, functions and lines of code say that. */
function talking(): Uint8Array {
  const pickle = decodePickle(new Uint8Array(readFileSync(join(ROOT, 'fixtures/2.13.0/mlp_safe.guards_state'))))
  for (const { items, acts } of reachable(asCell(pickle.root)))
    for (const held of [items, ...acts.map((act) => act.items)])
      held.forEach((cell, i) => {
        const isNamed =
          cell.kind === 'str' && typeof cell.value === 'string' && /fc1|scale|\.py$|return |forward/.test(cell.value)
        if (isNamed) held[i] = asCell(makeStr(`${String(cell.value)}${SAYS}`))
      })
  return encodePickle(pickle)
}

/** What stands in the page, in texts and in names of elements, that a reader's eye or a screen reader would obey; and what a tag made. */
async function obeyed(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    const unseen = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/
    const found: string[] = []
    const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
    for (let node: Node | null = walk.currentNode; node !== null; node = walk.nextNode()) {
      if (node instanceof Element) {
        for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
          if (unseen.test(node.getAttribute(name) ?? '')) found.push(`${node.tagName} ${name}`)
      } else if (
        unseen.test(node.textContent ?? '') &&
        node.parentElement?.closest('.monaco-editor, style, script') == null
      )
        found.push(`${node.parentElement?.className}: ${JSON.stringify(node.textContent)}`)
    }
    if (unseen.test(document.title)) found.push('the title')
    return { found, owned: 'owned' in globalThis, images: document.querySelectorAll('img[src="x"]').length }
  })
}
const NOTHING = { found: [], owned: false, images: 0 }

test('names are shown and not obeyed: tab, title, tree, panel, status, every view, a refusal, the recent files', async ({
  start,
  folder,
}) => {
  const path = await fileWith(folder, `a${SAYS.replaceAll('/', '')}.guards_state`, talking())
  const broken = await fileWith(folder, `b\u202e\x1b[2J.guards_state`, talking().subarray(0, 900))
  const { page, errors, app } = await start([path, broken])
  await page.getByRole('tab').first().click({ timeout: 30_000 })
  const tree = page.getByRole('tree', { name: 'Guard tree' })
  await tree.focus({ timeout: 30_000 })
  await page.keyboard.press('*')
  await expect(page.getByRole('tab').first()).toContainText('\\u202egnp.exe\\x1b[2J')
  expect(await page.title()).toContain('\\u202egnp.exe\\x1b[2J')
  // the rows that are named so, and the panel on each
  await page.keyboard.press('End')
  const named = page.getByRole('treeitem').filter({ hasText: 'scale<img src=x' }).first()
  await named.click()
  await expect(named).toHaveAttribute('aria-selected', 'true')
  expect(await obeyed(page)).toEqual(NOTHING)
  for (const key of ['ArrowDown', 'ArrowDown', 'Home', 'End', 'ArrowUp']) {
    await page.keyboard.press(key)
    await page.waitForTimeout(60)
    expect(await obeyed(page)).toEqual(NOTHING)
  }
  for (let view = 1; view <= 9; view++) {
    await page.keyboard.press(`Control+${view}`)
    await page.waitForTimeout(250)
    expect({ view, ...((await obeyed(page)) as object) }).toEqual({ view, ...NOTHING })
  }
  const title = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())
  expect(title).not.toMatch(/\u202e|\p{Cc}/u)
  // a file that cannot be read says so, by its name
  await page.getByRole('tab').nth(1).click()
  await expect(page.getByText('b\\u202e\\x1b[2J').first()).toBeVisible()
  await page.waitForTimeout(200)
  expect(await obeyed(page)).toEqual(NOTHING)
  expect(errors.filter((line) => !line.includes('Content Security Policy'))).toEqual([])
})

test('an editor shows what it would hide: marks of direction, controls, and what has no width', async ({
  start,
  folder,
}) => {
  const { page } = await start([await fileWith(folder, 'a.guards_state', talking())])
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+2')
  const line = page.locator('.monaco-editor .view-line').filter({ hasText: 'gnp.exe' }).first()
  await expect(line).toContainText('[U+202E]gnp.exe', { timeout: 30_000 })
  await expect(line).toContainText('\\u200b')
  await expect(line).toContainText('[U+2066]')
  expect(await line.textContent()).not.toMatch(/[\u202e\u2066]/)
})

test('recent files stand in the empty window and in the menu as they may be shown', async ({
  start,
  profile,
  folder,
}) => {
  const path = join(folder, `c\u202e<b>\x1b]0;x\x07.guards_state`)
  await mkdir(profile, { recursive: true })
  await writeFile(
    join(profile, 'settings.json'),
    JSON.stringify({ theme: 'dark', recent: [path], window: null, live: [] }),
  )
  const { app, page } = await start()
  await expect(page.getByText('c\\u202e<b>\\x1b]0;x\\x07.guards_state').first()).toBeVisible()
  expect(await obeyed(page)).toEqual(NOTHING)
  const labels = await app.evaluate(({ Menu }) => {
    const all = (menu: Electron.Menu | null | undefined): string[] =>
      menu?.items.flatMap((item) => [item.label, ...all(item.submenu)]) ?? []
    return all(Menu.getApplicationMenu())
  })
  expect(labels.filter((label) => label.includes('<b>'))).toEqual([
    expect.stringContaining('c\\u202e<b>\\x1b]0;x\\x07.guards_state'),
  ])
})

test('what is kept between starts is for its owner alone, and names and holds no more than it must', async ({
  start,
  profile,
  folder,
}) => {
  const secret = 'a-name-that-is-nobodys-business'
  const path = await fileWith(
    folder,
    `${secret}.guards_state`,
    await readFile(join(ROOT, 'fixtures/2.13.0/constant_int.guards_state')),
  )
  await chmod(path, 0o644)
  const { page } = await start([path])
  // an edit that is not saved, kept for the next start
  await page
    .getByRole('treeitem', { name: /EQUALS_MATCH/ })
    .first()
    .click()
  const equals = page.getByRole('complementary', { name: 'Selected node' }).getByRole('textbox', { name: 'equals' })
  await equals.fill('77')
  await equals.press('Enter')
  const kept = (): readonly string[] => {
    try {
      return readdirSync(join(profile, 'unsaved'), { recursive: true }).map(String)
    } catch {
      return []
    }
  }
  await expect.poll(kept).not.toEqual([])
  const mode = async (name: string): Promise<string> => ((await stat(name)).mode & 0o777).toString(8)
  expect(await mode(join(profile, 'unsaved'))).toBe('700')
  for (const name of kept()) {
    expect(name).not.toContain(secret)
    expect(await mode(join(profile, 'unsaved', name))).toBe('600')
    const text = await readFile(join(profile, 'unsaved', name), 'utf8')
    expect(text).not.toContain(secret)
    expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['blobs', 'digest', 'serial'])
  }
  expect(await mode(join(profile, 'memory.json'))).toBe('600')
  const memory: unknown = JSON.parse(await readFile(join(profile, 'memory.json'), 'utf8'))
  expect(Object.keys(memory as object).sort()).toEqual(['live', 'recent', 'windows'])
  expect((memory as { recent: unknown[] }).recent.map((file) => Object.keys(file as object).sort())).toEqual([
    ['guards', 'kind', 'path', 'pinned', 'torch'],
  ])
})
