/** A blob edited as a text: what the changes mean, applied as one step, taken back; what is wrong, and what is kept. */
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, ROOT, test } from './harness/app'

const fixture = (name: string): string => join(ROOT, 'fixtures/2.13.0', `${name}.guards_state`)

async function openText(page: Page): Promise<Locator> {
  await expect(page.getByRole('treeitem').first()).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Control+6')
  const editor = page.locator('.document-text .monaco-editor')
  await expect(editor.getByText('guards_state of torch')).toBeVisible()
  return editor
}

/** Finds a text in the editor, and types over it. */
async function typeOver(page: Page, editor: Locator, found: string, text: string): Promise<void> {
  await page.keyboard.press('Control+f')
  const find = editor.getByRole('textbox', { name: 'Find' })
  await find.fill(found)
  await expect(editor.locator('.matchesCount')).toHaveText(/1 of \d+/)
  await page.keyboard.press('Escape')
  if (text === '') await page.keyboard.press('Delete')
  else await page.keyboard.insertText(text)
}

test('a size is edited and a guard taken out in the text, applied as one step and undone', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_list_of_consts'), path)
  const { page, errors } = await start([path])
  const editor = await openText(page)
  await typeOver(page, editor, 'size=[3]', 'size=[any]')
  const changes = page.getByRole('region', { name: 'What the text means' })
  await expect(changes.getByRole('listitem')).toHaveText([/L\['x'\]: size \(any\)/])
  await typeOver(page, editor, '  CONSTANT_MATCH 3', '')
  await expect(changes.getByRole('listitem')).toHaveText([
    /L\['x'\]: size \(any\)/,
    /drop CONSTANT_MATCH on L\['l'\]\[2\]/,
  ])
  await page.keyboard.press('Control+Enter')
  const bar = page.getByRole('toolbar', { name: 'Edits' })
  await expect(bar.getByText('1 edit, not saved')).toBeVisible()
  await expect(changes.getByRole('listitem')).toHaveCount(0)
  await expect(editor.getByText("L['l'][2]")).toHaveCount(0)

  await page.keyboard.press('Control+1')
  await expect(page.getByRole('treeitem', { name: /TENSOR_MATCH.*size=\[None\]/ })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 3/ })).toHaveCount(0)
  await bar.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 3/ })).toBeVisible()
  await page.keyboard.press('Control+6')
  await expect(editor.getByText('CONSTANT_MATCH 3')).toBeVisible()
  expect(errors).toEqual([])
})

test('a line that cannot be read is marked, and what was typed is there again after another view, and after closing', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const { page } = await start([path])
  const editor = await openText(page)
  await typeOver(page, editor, 'CONSTANT_MATCH 5', 'CONSTANT_MATCH 5 5')
  const changes = page.getByRole('region', { name: 'What the text means' })
  await expect(changes.getByRole('button')).toHaveText(/expected a name and =, or the end of the line, not 5line \d+/)
  await expect(editor.locator('.squiggly-error')).toHaveCount(1)
  await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled()

  await page.keyboard.press('Control+1')
  await expect(page.getByRole('tree')).toBeVisible()
  await page.keyboard.press('Control+6')
  await expect(editor.getByText('CONSTANT_MATCH 5 5')).toBeVisible()
  await expect(editor.locator('.squiggly-error')).toHaveCount(1)

  await page.keyboard.press('Control+w')
  const recent = page.getByRole('region', { name: 'Recent files' })
  await recent.getByRole('button', { name: /^x\.guards_state/ }).click()
  await expect(editor.getByText('CONSTANT_MATCH 5 5')).toBeVisible()

  await typeOver(page, editor, 'CONSTANT_MATCH 5 5', 'CONSTANT_MATCH 7')
  await expect(changes.getByRole('listitem')).toHaveText([/L\['n'\] = 7/])
  await page.getByRole('button', { name: 'Show the line in the tree' }).click()
  await expect(page.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/EQUALS_MATCH/)
})

test('what was typed is kept when the blob changes beneath, and brought into the new text', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('constant_int'), path)
  const { page } = await start([path])
  const editor = await openText(page)
  await typeOver(page, editor, 'num_threads = 2', 'num_threads = 4')
  const changes = page.getByRole('region', { name: 'What the text means' })
  await expect(changes.getByRole('listitem')).toHaveText([/num_threads = 4/])
  await page.keyboard.press('Control+1')
  await page.getByRole('treeitem', { name: /EQUALS_MATCH/ }).click()
  const panel = page.getByRole('complementary', { name: 'Selected node' })
  await panel.getByRole('textbox', { name: 'equals' }).fill('9')
  await panel.getByRole('textbox', { name: 'equals' }).press('Enter')
  await expect(page.getByRole('treeitem', { name: /EQUALS_MATCH.*== 9/ })).toBeVisible()

  await page.keyboard.press('Control+6')
  await expect(page.getByText('The blob has changed since this text was made.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Apply/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Take up the new text, keep my changes' }).click()
  await expect(editor.getByText('CONSTANT_MATCH 9')).toBeVisible()
  await expect(editor.getByText('num_threads = 4')).toBeVisible()
  await expect(changes.getByRole('listitem')).toHaveText([/num_threads = 4/])
})

test('what torch would die of is refused at its line, and what is dangerous wants a word', async ({
  start,
  folder,
}) => {
  const path = join(folder, 'x.guards_state')
  await copyFile(fixture('shape_env_gt'), path)
  const { page } = await start([path])
  const editor = await openText(page)
  await typeOver(page, editor, 'num_threads = 2', 'num_threads = 0')
  const changes = page.getByRole('region', { name: 'What the text means' })
  await expect(changes.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/Not applied: num_threads cannot be 0 \(line \d+\)/)).toBeVisible()
  await expect(editor.locator('.squiggly-error')).toHaveCount(1)
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(editor.locator('.squiggly-error')).toHaveCount(0)
  await typeOver(page, editor, 'shape expressions', 'shape expressions\n  1 <= len(open("x"))')
  await expect(changes.getByRole('listitem')).toHaveCount(1)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Do it all the same' }).click()
  await expect(page.getByRole('toolbar', { name: 'Edits' }).getByText('1 edit, not saved')).toBeVisible()
})
