/* What the page does beside being read: search, foldable trees, the theme. Without it all is there as text. */
'use strict'
;(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const make = (name, props = {}, ...children) => {
    const element = Object.assign(document.createElement(name), props)
    element.append(...children)
    return element
  }

  /** Rows of a tree that was text: folding hides what is deeper below. */
  const trees = new Map()
  const treeOf = (details) => {
    const there = trees.get(details)
    if (there) return there
    const pre = details.querySelector('pre')
    const box = make('div', { className: 'tree', tabIndex: 0 })
    box.setAttribute('role', 'group')
    box.setAttribute('aria-label', 'Guard tree')
    const rows = pre.textContent.split('\n').map((line) => {
      const [, bars, text] = /^((?:\| )*)(?:\+- )?(.*)$/.exec(line)
      const element = make('div', {}, text)
      const depth = bars.length / 2 + (line.includes('+- ') ? 1 : 0)
      element.style.paddingLeft = `${depth * 16 + 20}px`
      return { element, depth, text: text.toLowerCase(), open: true, button: null }
    })
    const tree = { box, rows, term: '' }
    rows.forEach((row, i) => {
      if ((rows[i + 1]?.depth ?? 0) <= row.depth) return
      row.button = make('button', { type: 'button', textContent: '▾' })
      row.button.setAttribute('aria-label', 'Fold')
      row.button.setAttribute('aria-expanded', 'true')
      row.button.addEventListener('click', () => {
        row.open = !row.open
        draw(tree)
      })
      row.element.prepend(row.button)
    })
    const count = make('span', { className: 'dim' })
    count.setAttribute('role', 'status')
    const find = make('input', { type: 'search', placeholder: 'Search in this tree' })
    find.setAttribute('aria-label', 'Search in this tree')
    find.addEventListener('input', () => {
      tree.term = find.value.trim().toLowerCase()
      draw(tree)
    })
    const fold = (open) => () => {
      rows.forEach((row) => (row.open = open || row.depth === 0))
      draw(tree)
    }
    const closes = make('button', { type: 'button', textContent: 'Fold all' })
    closes.addEventListener('click', fold(false))
    const opens = make('button', { type: 'button', textContent: 'Open all' })
    opens.addEventListener('click', fold(true))
    Object.assign(tree, { count, find })
    box.append(...rows.map(({ element }) => element))
    pre.replaceWith(make('div', { className: 'in-tree' }, find, count, opens, closes), box)
    trees.set(details, tree)
    return tree
  }

  const draw = ({ rows, term, count }) => {
    let hits = 0
    const kept = new Set()
    if (term !== '') {
      const path = []
      rows.forEach((row, i) => {
        while (path.length > 0 && rows[path[path.length - 1]].depth >= row.depth) path.pop()
        path.push(i)
        if (!row.text.includes(term)) return
        hits++
        path.forEach((at) => kept.add(at))
      })
    }
    let below = Infinity
    rows.forEach((row, i) => {
      if (row.depth <= below) below = Infinity
      row.element.hidden = term === '' ? row.depth > below : !kept.has(i)
      row.element.classList.toggle('hit', term !== '' && row.text.includes(term))
      if (row.button) {
        row.button.textContent = row.open ? '▾' : '▸'
        row.button.setAttribute('aria-expanded', String(row.open))
        if (!row.open && below === Infinity) below = row.depth
      }
    })
    count.textContent = term === '' ? '' : `${hits} of ${rows.length} lines`
  }

  const open = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true
  }
  document.addEventListener(
    'toggle',
    (event) => {
      const details = event.target
      if (details.open && details.classList.contains('guards')) treeOf(details)
    },
    true,
  )

  /** A reason names a line of the tree of the entry that refused. */
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-line]')
    const article = link && document.getElementById(link.getAttribute('href').slice(1))
    const details = article && article.querySelector('details.guards')
    if (!details) return
    event.preventDefault()
    open(details)
    const tree = treeOf(details)
    tree.find.value = tree.term = ''
    tree.rows.forEach((row) => (row.open = true))
    draw(tree)
    tree.rows.forEach(({ element }, i) => element.classList.toggle('shown', String(i) === link.dataset.line))
    history.pushState(null, '', link.getAttribute('href'))
    tree.rows[Number(link.dataset.line)]?.element.scrollIntoView({ block: 'center' })
  })
  const toHash = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (!target) return
    open(target)
    target.scrollIntoView()
  }
  window.addEventListener('hashchange', toHash)

  /** The search over all compiles: function, reasons and what changed; the guard trees where that is wished. */
  const found = document.querySelector('#found')
  const within = document.querySelector('#within')
  const known = new Map()
  const textOf = (article) => {
    const there = known.get(article)
    if (there) return there
    const trees = all('details.guards pre, details.guards .tree', article).map((one) => one.textContent)
    const texts = [...article.children].filter((one) => !one.classList.contains('guards')).map((one) => one.textContent)
    const summary = article.closest('.function').querySelector('summary').textContent
    const text = { own: [summary, ...texts].join('\n').toLowerCase(), tree: trees.join('\n').toLowerCase() }
    known.set(article, text)
    return text
  }
  const search = () => {
    const term = document.querySelector('#search').value.trim().toLowerCase()
    const articles = all('article')
    let count = 0
    for (const article of articles) {
      const hit =
        term === '' || textOf(article).own.includes(term) || (within.checked && textOf(article).tree.includes(term))
      article.hidden = !hit
      if (hit) count++
    }
    for (const section of all('.function')) {
      section.hidden = !section.querySelector('article:not([hidden])')
      if (term !== '' && !section.hidden) section.open = true
    }
    found.textContent = term === '' ? '' : `${count} of ${articles.length} compiles`
  }
  let waiting = 0
  const soon = () => {
    clearTimeout(waiting)
    waiting = setTimeout(search, 120)
  }
  document.querySelector('#search').addEventListener('input', soon)
  within.addEventListener('change', soon)
  document
    .querySelector('#open-all')
    .addEventListener('click', () => all('.function').forEach((one) => (one.open = true)))
  document
    .querySelector('#close-all')
    .addEventListener('click', () => all('.function').forEach((one) => (one.open = false)))

  const theme = document.querySelector('#theme')
  const wear = (name) => {
    if (name === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = name
    theme.value = name
  }
  const kept = (put) => {
    try {
      return put ? localStorage.setItem('guardscope-theme', put) : localStorage.getItem('guardscope-theme')
    } catch {
      return null
    }
  }
  theme.addEventListener('change', () => {
    wear(theme.value)
    kept(theme.value)
  })
  const chosen = kept()
  if (chosen === 'light' || chosen === 'dark') wear(chosen)
  document.querySelector('.tools').hidden = false
  toHash()
})()
