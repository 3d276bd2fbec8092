/** The two themes of the page, each pair of text and ground AA. */

const DARK = {
  ground: '#14171c',
  panel: '#1a1e25',
  line: '#2c333e',
  hover: '#20262e',
  text: '#dfe5ec',
  dim: '#9eabba',
  accent: '#4cc2e0',
  pass: '#5ec98a',
  fail: '#ff7b72',
  warn: '#d9a94a',
  mark: '#6b5312',
}
const LIGHT: Readonly<Record<keyof typeof DARK, string>> = {
  ground: '#f4f6f8',
  panel: '#ffffff',
  line: '#d5dbe3',
  hover: '#e9eef4',
  text: '#1b222b',
  dim: '#4c5866',
  accent: '#0a6a85',
  pass: '#17793f',
  fail: '#b82a25',
  warn: '#7d5800',
  mark: '#ffe08a',
}

const lines = (colours: Readonly<Record<string, string>>, scheme: string): string =>
  [`color-scheme:${scheme}`, ...Object.entries(colours).map(([name, value]) => `--${name}:${value}`)].join(';')

/** The system's theme, unless the reader chose one; paper is light. */
export const COLOURS = [
  `:root{${lines(LIGHT, 'light')}}`,
  `@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){${lines(DARK, 'dark')}}}`,
  `@media screen{:root[data-theme="dark"]{${lines(DARK, 'dark')}}}`,
  '',
].join('\n')
