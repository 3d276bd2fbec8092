/** Unit tests beside what they test, and apart from them the ones that need a real torch. */
import { defineConfig } from 'vitest/config'

const TORCH_TESTS = '**/*.torch.test.ts'
const ELSEWHERE = ['node_modules/**', 'out/**', 'dist/**', 'e2e/**']

export default defineConfig({
  test: {
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{fuzz,main,renderer,shared,scripts}/**/*.test.{ts,tsx}'],
          exclude: [...ELSEWHERE, TORCH_TESTS],
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
    ],
  },
})
