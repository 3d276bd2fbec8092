/** The guard tree as nested `<details>`: it folds, is searched and printed without a script. */
import type { ReportNode, ReportTree } from '../model'
import { html } from '../../html/escape'

/** `linked`: nodes that something else in the page leads to. `prefix` is before each id. */
export function treeHtml(tree: ReportTree, linked: ReadonlySet<number>, prefix: string): string {
  const { nodes } = tree
  const out: string[] = []
  const open: number[] = []
  nodes.forEach((node, i) => {
    // an epilogue stands at the depth of the root as it is printed, and below it in the file
    while (open.length > 0 && (open[open.length - 1] ?? 0) >= node.depth) {
      open.pop()
      out.push('</details>')
    }
    const id = linked.has(i) ? ` id="${prefix}n${i}"` : ''
    const below = nodes[i + 1]
    if (below !== undefined && below.depth > node.depth) {
      out.push(`<details open><summary${id}>${lineHtml(node)}</summary>`)
      open.push(node.depth)
    } else out.push(rowHtml(node, id, prefix))
    out.push('\n')
  })
  for (let i = open.length; i > 0; i--) out.push('</details>')
  return out.join('')
}

function rowHtml(node: ReportNode, id: string, prefix: string): string {
  const family = node.family ?? 'none'
  const stack = node.stack === undefined ? '' : ` <a href="#${prefix}s${node.stack}">stack ${node.stack}</a>`
  return `<p class=${family}${id}>${lineHtml(node)}${stack}</p>`
}

function lineHtml({ lines, family }: ReportNode): string {
  let last = ''
  return lines
    .map((line) => {
      if (family === undefined) return managerHtml(line)
      const [, cls = '', code = '', comment = ''] = /^([A-Z_a-z]+)(.*?)(\s{2,}# .*)?$/su.exec(line) ?? []
      // the parts of one guard come from one line of code
      const told = comment === last ? '' : `<i>${html(comment.replace(/^\s+/, '  '))}</i>`
      last = comment
      return `<b>${html(cls)}</b>${html(code.slice(0, 1))}<u>${html(code.slice(1).trimEnd())}</u>${told}`
    })
    .join('\n')
}

function managerHtml(line: string): string {
  const [, before = line, source = '', behind = ''] =
    /^(.*?source=)(.*?)(, accessed_by=.*|, type=.*|)$/su.exec(line) ?? []
  return source === '' ? `<b>${html(line)}</b>` : `${html(before)}<b>${html(source)}</b>${html(behind)}`
}

/** The stacks that rows of the tree lead to, each once. */
export function stacksHtml({ stacks, frames }: ReportTree, prefix: string): string {
  const items = stacks.map((stack, i) => {
    const lines = stack.flatMap((at) => {
      const frame = frames[at]
      if (frame === undefined) return []
      const { file, line, function: name, code } = frame
      const place = `<span class=quiet>${html(file)}:${line} in ${html(name)}</span>`
      return [code === '' ? place : `${place}<span>    ${html(code)}</span>`]
    })
    return `<li id="${prefix}s${i}" class=code><b>stack ${i}</b>${lines.join('')}</li>`
  })
  return `<ol class=stacks>${items.join('\n')}</ol>`
}
