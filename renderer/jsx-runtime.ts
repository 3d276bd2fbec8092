/** React's JSX runtime, with one rule more: jsx-shown.ts. */
import * as react from 'react/jsx-runtime'
import { shown } from './jsx-shown'

export { Fragment } from 'react/jsx-runtime'

type Jsx = typeof react.jsx

export const jsx: Jsx = (type, props, key) => react.jsx(type, shown(type, props), key)
export const jsxs: Jsx = (type, props, key) => react.jsxs(type, shown(type, props), key)
