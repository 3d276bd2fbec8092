/** The same under the development server, for the window's own elements and those of the packages that it uses. */
import * as react from 'react/jsx-dev-runtime'
import type { jsx as Jsx } from 'react/jsx-runtime'
import { shown } from './jsx-shown'

export { Fragment } from 'react/jsx-dev-runtime'

export const jsxDEV: typeof react.jsxDEV = (type, props, key, isStatic, source, self) =>
  react.jsxDEV(type, shown(type, props), key, isStatic, source, self)

// what packages are built for
export const jsx: typeof Jsx = (type, props, key) => jsxDEV(type, props, key, false)
export const jsxs: typeof Jsx = (type, props, key) => jsxDEV(type, props, key, true)
