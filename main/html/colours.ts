/** The two themes of the pages, each pair of text and ground AA. */

const LIGHT = {
  ground: '#f4f6f8',
  panel: '#fff',
  raised: '#eef1f5',
  line: '#d5dbe3',
  hover: '#e9eef4',
  selected: '#d3eaf5',
  mark: '#ffe08a',
  text: '#1b222b',
  dim: '#4c5866',
  faint: '#8793a1',
  accent: '#0a6a85',
  pass: '#17793f',
  fail: '#b82a25',
  unknown: '#7d5800',
  tensor: '#135da8',
  type: '#6a43b5',
  value: '#176a3e',
  state: '#8f4c09',
  shape: '#a1266a',
  relation: '#665500',
  h0: '#f3ece4',
  h1: '#fbdcb8',
  h2: '#f6bf85',
  h3: '#ee9a4d',
  h4: '#dd6a1f',
  ink: '#1b222b',
}
const DARK: Readonly<Record<keyof typeof LIGHT, string>> = {
  ground: '#14171c',
  panel: '#1a1e25',
  raised: '#222831',
  line: '#2c333e',
  hover: '#20262e',
  selected: '#1c3646',
  mark: '#6b5312',
  text: '#dfe5ec',
  dim: '#9eabba',
  faint: '#66727f',
  accent: '#4cc2e0',
  pass: '#5ec98a',
  fail: '#ff7b72',
  unknown: '#d9a94a',
  tensor: '#6cb6ff',
  type: '#b596f0',
  value: '#7fd1a0',
  state: '#f0a868',
  shape: '#e583b4',
  relation: '#d8c36a',
  h0: '#2a2c30',
  h1: '#45362a',
  h2: '#6b4426',
  h3: '#9a5420',
  h4: '#c9621c',
  ink: '#f2f4f7',
}

const declared = (colours: Readonly<Record<string, string>>, scheme: string): string =>
  [`color-scheme:${scheme}`, ...Object.entries(colours).map(([name, value]) => `--${name}:${value}`)].join(';')

/** The system's theme, unless the reader chose one; paper is light. */
export const COLOURS = [
  `:root{${declared(LIGHT, 'light')}}`,
  `@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${declared(DARK, 'dark')}}}`,
  `@media screen{:root[data-theme=dark]{${declared(DARK, 'dark')}}}`,
  '',
].join('\n')
