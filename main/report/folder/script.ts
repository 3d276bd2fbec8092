/** What the index page does beyond showing: it filters its rows, and switches themes. Plain ES2020, as it stands in the page. */

export const FILTER_SCRIPT = `'use strict';
(() => {
for (const it of document.querySelectorAll('.js')) it.hidden = false;
const root = document.documentElement, theme = document.getElementById('theme');
theme.onchange = () => { if (theme.value === 'system') delete root.dataset.theme; else root.dataset.theme = theme.value; };
const field = document.getElementById('filter'), found = document.getElementById('found');
const rows = [...document.querySelectorAll('#rows tbody tr')];
const texts = rows.map((row) => row.textContent.toLowerCase());
let timer = 0;
const filter = () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let n = 0;
  rows.forEach((row, i) => { const is = words.every((word) => texts[i].includes(word)); row.hidden = !is; if (is) n++; });
  found.textContent = words.length === 0 ? '' : n === 0 ? 'none' : n + ' of ' + rows.length;
};
field.oninput = () => { clearTimeout(timer); timer = setTimeout(filter, 120); };
field.onkeydown = (event) => { if (event.key === 'Escape') { field.value = ''; filter(); } };
addEventListener('keydown', (event) => { if (event.key === '/' && document.activeElement !== field) { event.preventDefault(); field.focus(); } });
})();
`
