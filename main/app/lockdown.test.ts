import type { WebContents } from 'electron'
import { expect, test } from 'vitest'
import { isTrusted } from './lockdown'

const ORIGIN = 'app://guardscope'

function contentsAt(url: string): WebContents {
  return { mainFrame: { url } } as unknown as WebContents
}

test("only the window's main frame on the window's own origin is trusted", () => {
  const own = contentsAt('app://guardscope/index.html')
  const strayed = contentsAt('https://example.org/app://guardscope/')
  const lookalike = contentsAt('app://guardscope.example/index.html')
  const from = (sender: WebContents, senderFrame: { readonly url: string } | null) => ({ sender, senderFrame })
  expect({
    own: isTrusted(from(own, own.mainFrame), own, ORIGIN),
    subframe: isTrusted(from(own, { url: 'app://guardscope/index.html' }), own, ORIGIN),
    gone: isTrusted(from(own, null), own, ORIGIN),
    other: isTrusted(from(contentsAt('app://guardscope/index.html'), own.mainFrame), own, ORIGIN),
    noWindow: isTrusted(from(own, own.mainFrame), null, ORIGIN),
    strayed: isTrusted(from(strayed, strayed.mainFrame), strayed, ORIGIN),
    lookalike: isTrusted(from(lookalike, lookalike.mainFrame), lookalike, ORIGIN),
  }).toEqual({
    own: true,
    subframe: false,
    gone: false,
    other: false,
    noWindow: false,
    strayed: false,
    lookalike: false,
  })
})
