import { expect, it } from 'vitest'
import { hoistedBefore } from './hoisted'

/** As torch 2.13.0's PyExprCSEPass orders them, with what each `_varN` stands for put in. */
const FUNCTIONS: readonly (readonly [parts: readonly string[], before: readonly (readonly string[])[]])[] = [
  [
    ["L['x'].stride()[0] == L['x'].size()[1]", "2 <= L['x'].size()[0]", "2 <= L['x'].size()[1]"],
    [["L['x']", "L['x'].size", "L['x'].size()", "L['x'].size()[1]"], [], []],
  ],
  [
    ["L['x'].size()[0] > 4", "L['n'] < 3"],
    [[], []],
  ],
  [
    [
      "L['x'].size()[0] == L['y'].size()[0]",
      "L['y'].size()[0] // 2 <= max(L['x'].size()[0], 4)",
      "math.floor(L['f']) > 1",
    ],
    [
      [
        "L['x']",
        "L['x'].size",
        "L['x'].size()",
        "L['x'].size()[0]",
        "L['y']",
        "L['y'].size",
        "L['y'].size()",
        "L['y'].size()[0]",
      ],
      [],
      [],
    ],
  ],
  [
    ["1 <= L['a'].size()[0] <= 9 or L['b'].size()[0] > 2", "L['b'].size()[0] == L['a'].size()[0]"],
    [
      [
        "L['a']",
        "L['a'].size",
        "L['a'].size()",
        "L['a'].size()[0]",
        "L['b']",
        "L['b'].size",
        "L['b'].size()",
        "L['b'].size()[0]",
      ],
      [],
    ],
  ],
  [
    ["L['t'][0].size()[1] % L['t'][1] == 0", "L['t'][1] < 8 and 2 < L['t'][0].size()[1]"],
    [["L['t']", "L['t'][0]", "L['t'][0].size", "L['t'][0].size()", "L['t'][0].size()[1]", "L['t'][1]"], []],
  ],
]

it.each(FUNCTIONS)(
  '%j: what comes more than once is computed before the part that it comes in first',
  (parts, before) => {
    expect(hoistedBefore(parts).map(({ first }) => first)).toEqual(before)
  },
)
