/** What the page does beyond showing: search, keys in the tree, the switch of themes. Plain ES2020, as it stands in the page. */

export const SCRIPT = `'use strict';
(() => {
const all = (query) => [...document.querySelectorAll(query)];
for (const it of all('.js')) it.hidden = false;
const root = document.documentElement, theme = document.getElementById('theme');
if (theme) {
  theme.value = root.dataset.theme || 'system';
  theme.onchange = () => { if (theme.value === 'system') delete root.dataset.theme; else root.dataset.theme = theme.value; };
}
addEventListener('beforeprint', () => { for (const it of all('details:not([open])')) { it.open = true; it.dataset.was = 'closed'; } });
addEventListener('afterprint', () => { for (const it of all('details[data-was]')) { it.open = false; delete it.dataset.was; } });
for (const button of all('button[data-fold]')) button.onclick = () => {
  const open = button.dataset.fold === 'open';
  for (const it of all('#' + button.dataset.of + ' details')) it.open = open || it.parentElement.classList.contains('tree');
};
const rows = all('.tree summary, .tree p');
if (rows.length === 0) return;
const shown = (row) => {
  for (let at = row.parentElement; at; at = at.parentElement)
    if (at.tagName === 'DETAILS' && !at.open && at.firstElementChild !== row) return false;
  return true;
};
let current = null;
const select = (row) => {
  if (current) current.tabIndex = -1;
  current = row;
  row.tabIndex = 0;
};
for (const row of rows) if (row.tagName === 'SUMMARY') row.tabIndex = -1;
select(rows[0]);
const go = (row) => { if (row) { select(row); row.focus(); row.scrollIntoView({ block: 'nearest' }); } };
const step = (from, by) => {
  for (let at = rows.indexOf(from) + by; at >= 0 && at < rows.length; at += by) if (shown(rows[at])) return rows[at];
  return null;
};
for (const tree of all('.tree')) {
  tree.addEventListener('focusin', (event) => { const row = event.target.closest('summary, p'); if (row) select(row); });
  tree.addEventListener('click', (event) => { const row = event.target.closest('p'); if (row && !event.target.closest('a')) go(row); });
  tree.addEventListener('keydown', (event) => {
    const row = event.target.closest('summary, p');
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const own = row.tagName === 'SUMMARY' ? row.parentElement : null;
    const above = (own ? own.parentElement : row.parentElement).closest('details');
    let to = null;
    switch (event.key) {
      case 'ArrowDown': to = step(row, 1); break;
      case 'ArrowUp': to = step(row, -1); break;
      case 'Home': to = rows.find(shown); break;
      case 'End': to = [...rows].reverse().find(shown); break;
      case 'ArrowRight': if (own && !own.open) own.open = true; else if (own) to = step(row, 1); break;
      case 'ArrowLeft': if (own && own.open) own.open = false; else if (above) to = above.firstElementChild; break;
      default: return;
    }
    event.preventDefault();
    go(to);
  });
}
const field = document.getElementById('find'), count = document.getElementById('found');
const texts = [];
const marks = self.Highlight && CSS.highlights ? new Highlight() : null;
if (marks) CSS.highlights.set('found', marks);
let found = [], at = -1, timer = 0;
const tell = () => { count.textContent = field.value === '' ? '' : found.length === 0 ? 'none' : (at + 1) + ' of ' + found.length; };
const mark = (row, words) => {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.toLowerCase();
    for (let i = text.indexOf(words); i >= 0; i = text.indexOf(words, i + words.length)) {
      const range = new Range();
      range.setStart(node, i);
      range.setEnd(node, Math.min(node.length, i + words.length));
      marks.add(range);
    }
  }
};
const search = () => {
  const words = field.value.toLowerCase();
  for (const row of found) row.classList.remove('hit', 'now');
  if (marks) marks.clear();
  if (texts.length === 0) for (const row of rows) texts.push(row.textContent.toLowerCase());
  found = words === '' ? [] : rows.filter((_, i) => texts[i].includes(words));
  for (const row of found) { row.classList.add('hit'); if (marks) mark(row, words); }
  at = -1;
  if (found.length > 0) show(1); else tell();
};
const show = (by) => {
  if (found.length === 0) return tell();
  if (at >= 0) found[at].classList.remove('now');
  at = (at + by + found.length) % found.length;
  const row = found[at];
  for (let it = row.parentElement; it; it = it.parentElement) if (it.tagName === 'DETAILS') it.open = true;
  row.classList.add('now');
  select(row);
  row.scrollIntoView({ block: 'center' });
  tell();
};
let asked = '';
const begin = () => { if (field.value !== asked) { asked = field.value; search(); return true; } return false; };
field.oninput = () => { clearTimeout(timer); timer = setTimeout(begin, 120); };
field.onkeydown = (event) => {
  if (event.key === 'Enter') { event.preventDefault(); clearTimeout(timer); if (!begin()) show(event.shiftKey ? -1 : 1); }
  else if (event.key === 'Escape') { field.value = ''; clearTimeout(timer); begin(); go(current); }
};
for (const button of all('button[data-step]')) button.onclick = () => { if (!begin()) show(Number(button.dataset.step)); };
addEventListener('keydown', (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) { event.preventDefault(); field.focus(); field.select(); }
});
})();
`
