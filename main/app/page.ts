/** Serves the window's own files under app://guardscope/, and nothing else. */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { CONTENT_SECURITY_POLICY } from './csp'

export const SCHEME = 'app'
export const ORIGIN = 'app://guardscope'

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
  ['.ttf', 'font/ttf'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
])

/** The file under `root` that `url` names; null for another origin, a way out of `root`, or a name of no known type. */
export function fileFor(url: string, root: string): string | null {
  let path: string
  try {
    const parsed = new URL(url)
    if (`${parsed.protocol}//${parsed.host}` !== ORIGIN) return null
    path = decodeURIComponent(parsed.pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path))
  return file.startsWith(root + sep) && TYPES.has(extname(file)) ? file : null
}

/** Answers a request for one of the window's files. */
export async function servePage(
  request: { readonly url: string; readonly method: string },
  root: string,
): Promise<Response> {
  const file = request.method === 'GET' ? fileFor(request.url, root) : null
  if (file === null) return new Response('refused', { status: 403, headers: headers('text/plain') })
  try {
    return new Response(await readFile(file), { headers: headers(TYPES.get(extname(file)) ?? '') })
  } catch {
    return new Response('not found', { status: 404, headers: headers('text/plain') })
  }
}

function headers(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  }
}
