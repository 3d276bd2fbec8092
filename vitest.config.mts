/** Unit tests beside what they test, and apart from them those that need a real torch or install what is delivered. */
import { defineConfig } from 'vitest/config'

const TORCH_TESTS = '**/*.torch.test.ts'
const PACKAGE_TESTS = '**/*.package.test.ts'
const ELSEWHERE = ['node_modules/**', 'out/**', 'dist/**', 'e2e/**']

export default defineConfig({
  test: {
    passWithNoTests: false,
    // on a machine of two cores Vitest would take one
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{fuzz,main,renderer,shared,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...ELSEWHERE, TORCH_TESTS, PACKAGE_TESTS],
          // a table of a whole corpus takes seconds, and more where the machine has other work
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'torch',
          include: [`{main,scripts}/${TORCH_TESTS}`],
          exclude: ELSEWHERE,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          env: { GUARDSCOPE_TORCH: '1' },
        },
      },
      {
        test: {
          name: 'package',
          include: [`main/${PACKAGE_TESTS}`],
          exclude: ELSEWHERE,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
