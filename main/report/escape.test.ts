import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { attribute, html } from '../html/escape'
import { code, fence, plain } from './markdown/escape'
import { visible } from '../../shared/visible'

const MARKUP = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '-->',
  ']]>',
  '&lt;',
  '|',
  '\\',
  '\\|',
  '`',
  '```',
]
const HIDDEN = ['\u202e', '\u2066', '\u200b', '\u2028', '\x1b[31m', '\x00', '\r\n', '\u009b', '\u{e0041}', '\ud800']
const WORDS = [
  '@everyone',
  '#1',
  'GH-1',
  'https://example.org',
  'www.example.org',
  ':smile:',
  '__a__',
  '1. ',
  '+ ',
  '![a](b)',
  '</details>',
  '# ',
  '* ',
  '~~~',
  "'",
  '${x}',
]
const HARM = [...MARKUP, ...HIDDEN, ...WORDS]

/** Text that means harm more often than not. */
const TEXT = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HARM)), { maxLength: 8 })
  .map((parts) => parts.join(''))

/** As the reader of an entity reads it. */
const decoded = (text: string): string =>
  text.replace(/&(?:#(\d+)|(lt|gt|quot|amp));/g, (_, point: string | undefined, name: string) =>
    point === undefined ? ({ lt: '<', gt: '>', quot: '"', amp: '&' }[name] ?? '') : String.fromCodePoint(Number(point)),
  )

test('what is hidden in a text is shown, and nothing else of it is touched', () => {
  expect(visible('a\x1b[31mb\u202ec\u200bd\x7f\u009b\t\u{e0041}\ud800é漢🙂')).toBe(
    'a\\x1b[31mb\\u202ec\\u200bd\\x7f\\x9b\\t\\U000e0041\\ud800é漢🙂',
  )
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = visible(text)
      expect(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}\u2028\u2029]/u.test(shown)).toBe(false)
      expect(visible(shown)).toBe(shown)
    }),
  )
})

it('leaves no mark-up of a text in HTML but its own for an escape', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const inner = html(text)
      const without = inner.replace(/<span class=esc>(\\[^<]+)<\/span>/g, '$1')
      expect(/[<>"']/.test(without)).toBe(false)
      expect(decoded(without)).toBe(visible(text))
      expect(decoded(attribute(text))).toBe(visible(text))
    }),
  )
})

it('keeps a text in its cell and in its span in Markdown', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const span = code(text)
      expect(/[|\n]/.test(span)).toBe(false)
      if (span.startsWith('`')) {
        const [ticks = ''] = /^`+/.exec(span) ?? []
        const inner = span.slice(ticks.length, -ticks.length)
        // no run of as many ticks ends it before its end
        expect(inner.match(/`+/g) ?? []).not.toContain(ticks)
        expect(/^ .*[^ ].* $/s.test(inner) ? inner.slice(1, -1) : inner).toBe(visible(text))
      } else if (span !== '') {
        const [, inner = ''] = /^<code>(.*)<\/code>$/.exec(span) ?? []
        expect(/[<>|`\\[\]*_~@#:.]/.test(inner.replace(/&#\d+;/g, ''))).toBe(false)
        expect(decoded(inner)).toBe(visible(text))
      }
    }),
  )
})

it('makes no mark-up, mention or link of running text in Markdown', () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const shown = plain(text)
      // a sign stands where an entity is
      const signs = shown.replace(/<!-- -->/g, '').replace(/&#\d+;/g, '§')
      expect(
        /[<>|`\\[\]*~@#!=\n]|www\.|:\/\/|:\w+:|^[-+]|^\d+[.)]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/iu.test(signs),
      ).toBe(false)
      // rendered, nothing follows the sign of a mention or of an issue in the same piece of text
      const pieces = shown.split('<!-- -->').map(decoded)
      expect(pieces.join('')).toBe(visible(text))
      expect(pieces.some((piece) => /[@#]\w|GH-\d/i.test(piece))).toBe(false)
    }),
  )
})

it('keeps lines in their fence', () => {
  fc.assert(
    fc.property(fc.array(TEXT), (lines) => {
      const [first = '', ...rest] = fence(lines).split('\n')
      expect(rest.at(-1)).toBe(first)
      expect(rest.slice(0, -1).some((line) => line.trim().startsWith(first))).toBe(false)
      expect(rest.slice(0, -1).join('\n')).toBe(lines.map(visible).join('\n'))
    }),
  )
})
