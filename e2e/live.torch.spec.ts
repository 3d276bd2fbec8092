/** The live view with a real torch: captures, a toggle and what it fails, and blobs checked by torch's own manager. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './harness/app'
import { SLOW, compileRow as row, inBothThemes, run } from './harness/live'

test.describe.configure({ timeout: 240_000 })

const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const standing = (page: Page): Locator => page.locator('.live-standing')

test('compiles come as they happen, with why, with what is not saved, and open with their calls', async ({ start }) => {
  const started = await start()
  const { page, errors } = started
  await run(started, '')
  await expect(standing(page)).toHaveText('script ended, process stays', SLOW)
  await expect(row(page, 'scale 0/3')).toContainText('tensor')
  await expect(row(page, 'scale 0/1')).toContainText('0/0: factor == 2')
  await row(page, 'closed 2/0').click()
  const detail = page.getByRole('complementary', { name: 'Compile' })
  await expect(detail.getByRole('row', { name: /CLOSURE_MATCH/ })).toContainText("L['f']")
  await row(page, 'scale 0/2').click()
  await inBothThemes(page, 'capture')
  await detail.getByRole('button', { name: 'Why: compare with 0/1' }).click()
  await expect(page.getByText('1 difference.')).toBeVisible()
  await expect(page.getByText('equals 3 → 4')).toBeVisible()
  // its call lies beside it, and torch's own manager answers as this one does
  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Commands' }).click()
  await page.getByRole('option', { name: 'Check the scenarios in the live process' }).click()
  await expect(page.getByText(/^They agree on 2 scenarios: torch 2\./)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByRole('row', { name: /as captured/ })).toContainText('passes')
  // an edit that is not saved is what is checked
  const factor = page.getByRole('textbox', { name: /factor/ }).first()
  await factor.fill('9')
  await factor.press('Enter')
  await page.getByRole('button', { name: 'Check in the live process' }).click()
  await expect(page.getByText(/^They agree on 3 scenarios/)).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('.live-check-table').getByRole('row', { name: /call/ })).toContainText("L['factor'] == 3")
  await inBothThemes(page, 'check')
  // so is an edit of the blob
  await page.getByRole('button', { name: "expect L['factor']: 9" }).click()
  await expect(page.getByText('This call passes.')).toBeVisible()
  await page.getByRole('button', { name: 'Check in the live process' }).click()
  await expect(page.locator('.live-check-table').getByRole('row', { name: /call/ })).toContainText('passespasses')
  await expect(page.locator('.live-check-table').getByRole('row', { name: /as captured/ })).toContainText('failsfails')
  await expect(page.getByText(/^They agree on 3 scenarios/)).toBeVisible()
  // the state of the process is a source of the GLOBAL_STATE guard
  await page.getByRole('button', { name: 'What the GLOBAL_STATE guard is built from' }).click()
  await page.getByRole('menuitem', { name: /^the live process \d+, torch 2\./ }).click()
  await expect(page.getByText('It is the blob’s own state.')).toBeVisible()
  expect(errors).toEqual([])
})

test('a toggle in the process: its compiles that fail now, beside what the model said, within 50 ms', async ({
  start,
}) => {
  const started = await start()
  const { page, errors } = started
  await run(started, '--stay')
  await expect(row(page, 'closed 2/0')).toBeVisible(SLOW)
  await row(page, 'scale 0/1').click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(page.getByRole('tree', { name: 'Guard tree' })).toBeVisible()
  await page.keyboard.press('Control+9')
  await page.getByRole('button', { name: 'Its precision' }).click()
  await expect(page.getByRole('button', { name: 'Live process', pressed: true })).toBeVisible()
  await expect(card(page, 'cuda.conv')).toContainText('torch’s default')
  await card(page, 'cuda.matmul').getByRole('radio', { name: 'tf32', exact: true }).click()
  const preview = page.getByRole('complementary', { name: 'Preview' })
  await expect(preview).toContainText('recompiles at its next call')
  await inBothThemes(page, 'toggle')
  await preview.getByRole('button', { name: 'Apply in the process' }).click()
  const force = page.getByRole('complementary', { name: 'In force' })
  await expect(force).toContainText(/(\d+) of \1 compiles fail and would be compiled again/)
  await expect(force).toContainText('the model expected: recompiles at its next call')
  await expect(force).toContainText('GLOBAL_STATE changed: allow_tf32')
  await inBothThemes(page, 'toggled')
  await page.keyboard.press('Control+z')
  await expect(force).toContainText(/None of \d+ compiles fails/)
  // by a legacy flag, which sets a node as well
  await force.getByRole('combobox', { name: 'Attribute or flag' }).selectOption('torch.backends.cuda.matmul.allow_tf32')
  await force.getByRole('button', { name: 'Preview' }).click()
  await preview.getByRole('button', { name: 'Apply in the process' }).click()
  await expect(card(page, 'cuda.matmul')).toContainText('set here')
  await page.keyboard.press('Control+z')

  const times: number[] = []
  for (let i = 0; i < 15; i++) {
    const value = i % 2 === 0 ? 'tf32' : 'ieee'
    await card(page, 'cuda.matmul').getByRole('radio', { name: value, exact: true }).click()
    await expect(preview).toBeVisible()
    times.push(await page.evaluate(applied, value))
  }
  const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  console.log(`a live toggle, from the click to the screen: ${median.toFixed(1)} ms`)
  expect(median).toBeLessThan(50)
  expect(errors).toEqual([])
})

/** Milliseconds from the click that applies a change to the frame that shows it. Runs in the page. */
function applied(value: string): Promise<number> {
  return new Promise((resolve) => {
    const chosen = (): string | null => document.querySelector('[data-cell="cuda.matmul"] .on')?.textContent ?? null
    const began = performance.now()
    const observer = new MutationObserver(() => {
      if (document.querySelector('[aria-label="Preview"]') !== null || chosen() !== value) return
      observer.disconnect()
      requestAnimationFrame(() => resolve(performance.now() - began))
    })
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
    const buttons = [...document.querySelectorAll('button')]
    buttons.find(({ textContent }) => textContent === 'Apply in the process')?.click()
  })
}

test('what the process changes by itself is noticed, and what a probe changes is not', async ({ start }) => {
  const started = await start()
  const { page } = started
  await run(started, '--sets')
  await expect(page.getByRole('button', { name: 'Its precision' })).toBeVisible(SLOW)
  await page.getByRole('button', { name: 'Its precision' }).click()
  await expect(card(page, 'mkldnn.conv')).toContainText('bf16', SLOW)
  await page.getByRole('button', { name: 'History of the settings' }).click()
  await expect(page.getByRole('menuitemradio', { name: 'changed by the process' }).first()).toBeVisible()
  const steps = await page.getByRole('menuitemradio').count()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+9')
  await expect(standing(page)).toHaveText('script ended, process stays', SLOW)
  await page.getByRole('tab', { name: 'Precision probe' }).click()
  await page.getByRole('combobox', { name: 'size' }).selectOption('128')
  await page.getByRole('button', { name: 'Measure' }).click()
  await expect(page.getByRole('img', { name: /^Error against time: cpu matmul ieee/ })).toBeVisible(SLOW)
  await expect(page.getByRole('row', { name: /^cpu (matmul|conv|rnn)/ })).toHaveCount(9)
  await inBothThemes(page, 'probe')
  await page.keyboard.press('Control+7')
  await page.getByRole('button', { name: 'History of the settings' }).click()
  await expect(page.getByRole('menuitemradio')).toHaveCount(steps)
})

test('a compile of 5,000 guards is on the screen within half a second', async ({ start }) => {
  const started = await start()
  const { page } = started
  await page.evaluate(() => {
    const seen = globalThis as unknown as { seen: Record<string, number> }
    seen.seen = {}
    new MutationObserver(() => {
      for (const one of document.querySelectorAll('.live-compile')) {
        const name = one.getAttribute('aria-label') ?? ''
        seen.seen[name] ??= Date.now()
      }
    }).observe(document, { subtree: true, childList: true })
    window.guardscope.onLive((news) => {
      if (news.kind !== 'compiled' || news.guards < 5000) return
      seen.seen['captured'] = news.time * 1000
      seen.seen['told'] = Date.now()
    })
  })
  await run(started, '--large 420')
  await expect(row(page, 'Deep.forward 3/0')).toBeVisible({ timeout: 180_000 })
  const took = await page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: Record<string, number> }
    const shown = Object.entries(seen).find(([name]) => name.startsWith('Deep.forward 3/0'))?.[1] ?? Infinity
    const captured = seen['captured'] ?? -Infinity
    return { told: (seen['told'] ?? Infinity) - captured, shown: shown - captured }
  })
  const [told, shown] = [took.told, took.shown].map((ms) => `${ms.toFixed(0)} ms`)
  console.log(`5,000 guards, from the capture: in the window after ${told}, on the screen after ${shown}`)
  expect(took.shown).toBeLessThan(500)
})
