/** The pages of torch's documentation that the help names. The window can have these opened and no others. */

/** Each by a name, with its title and address; `stable` leads to the release of the day. */
export const PAGES_OF_HELP = {
  guards: {
    title: 'Dynamo core concepts',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/compile/programming_model.dynamo_core_concepts.html',
  },
  recompilations: {
    title: 'Dealing with recompilations',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/compile/programming_model.recompilation.html',
  },
  constants: {
    title: 'Wrapping constants with tensors',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/compile/programming_model.recompilation.html#wrapping-constants-with-tensors',
  },
  overhead: {
    title: 'Reducing guard overhead',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/compile/programming_model.reducing_guard_overhead.html',
  },
  shapes: {
    title: 'Dynamic shapes',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/torch.compiler_dynamic_shapes.html',
  },
  aotCompile: {
    title: 'Ahead-of-time compilation',
    url: 'https://docs.pytorch.org/docs/stable/user_guide/torch_compiler/torch.compiler_aot_compile.html',
  },
  skipGlobals: {
    title: 'skip_guard_on_globals_unsafe',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.compiler.skip_guard_on_globals_unsafe.html',
  },
  skipInbuiltModules: {
    title: 'skip_guard_on_inbuilt_nn_modules_unsafe',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.compiler.skip_guard_on_inbuilt_nn_modules_unsafe.html',
  },
  skipModules: {
    title: 'skip_guard_on_all_nn_modules_unsafe',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.compiler.skip_guard_on_all_nn_modules_unsafe.html',
  },
  defaultDevice: {
    title: 'torch.set_default_device',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.set_default_device.html',
  },
  deterministic: {
    title: 'torch.use_deterministic_algorithms',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html',
  },
  dualLevel: {
    title: 'torch.autograd.forward_ad.dual_level',
    url: 'https://docs.pytorch.org/docs/stable/generated/torch.autograd.forward_ad.dual_level.html',
  },
  savedTensorsHooks: {
    title: 'Hooks for autograd saved tensors',
    url: 'https://docs.pytorch.org/tutorials/intermediate/autograd_saved_tensors_hooks_tutorial.html',
  },
  functionModes: {
    title: 'Torch function modes with torch.compile',
    url: 'https://docs.pytorch.org/tutorials/recipes/torch_compile_torch_function_modes.html',
  },
  func: {
    title: 'torch.func',
    url: 'https://docs.pytorch.org/docs/stable/func.whirlwind_tour.html',
  },
  dtensor: {
    title: 'torch.distributed.tensor',
    url: 'https://docs.pytorch.org/docs/stable/distributed.tensor.html',
  },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly url: string }>>

export type PageName = keyof typeof PAGES_OF_HELP

/** Their addresses, for the list of what may be opened. */
export const HELP_URLS: readonly string[] = Object.values(PAGES_OF_HELP).map(({ url }) => url)
