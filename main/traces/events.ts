/** The events that torch 2.8 to 2.14 write into TORCH_TRACE (trace_structured of torch/_logging/_internal.py). */
import { SHAPE_EVENTS } from './shapes'

/** Those that are read; the others are counted. */
export const READ: ReadonlySet<string> = new Set([
  ...SHAPE_EVENTS,
  'artifact',
  'compilation_metrics',
  'dynamo_cpp_guards_str',
  'dynamo_guards',
  'dynamo_start',
  'str',
])

const KNOWN: ReadonlySet<string> = new Set([
  ...READ,
  'aot_backward_graph',
  'aot_forward_graph',
  'aot_inference_graph',
  'aot_joint_graph',
  'bwd_compilation_metrics',
  'bwd_compilation_metrics_runtime',
  'chromium_event',
  'compilation_metrics_runtime',
  'compiled_autograd_graph',
  'describe_source',
  'describe_storage',
  'describe_tensor',
  'dump_file',
  'dynamo_output_graph',
  'export',
  'exported_program',
  'expression_created',
  'graph_dump',
  'guard_on_data_dependent_error',
  'inductor_input_graph',
  'inductor_output_code',
  'inductor_post_grad_graph',
  'link',
  'mismatched_fake_kernel',
  'missing_fake_kernel',
  'optimize_ddp_split_child',
  'optimize_ddp_split_graph',
  'propagate_real_tensors',
])

export const isKnown = (name: string): boolean => KNOWN.has(name)
