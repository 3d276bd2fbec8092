import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markup } from './markup'

test('a value is escaped, a piece of markup is not, and lists are joined', () => {
  const name = `<img src=x onerror="alert('1')">&`
  const items = ['a<b', 'c'].map((item) => markup`<li>${item}</li>`)
  expect(markup`<p title="${name}">${null}${3}</p>${items}`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;">3</p><li>a&lt;b</li><li>c</li>',
  )
})

test('what is hidden in a text is shown, and its lines stay', () => {
  expect(markup`${'a\u202eb\u0000c\td\n'}`.text).toBe('a\\u202eb\\x00c\td\n')
})

test('no text makes a tag, an attribute or an entity of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const made = markup`<i title="${text}">${text}</i>`.text
      expect(made.match(/[<>"]/g)?.join('')).toBe('<""><>')
    }),
  )
})
