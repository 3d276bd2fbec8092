/**
 * C = A x B in float32, for square row-major matrices whose side is a multiple of 16.
 *
 * Blocks of 16 x 16 threads, one output each; tiles of A and B go through shared memory. Every output is one chain of
 * fused multiply-adds in the order of k, so its bits do not depend on the device.
 */
export const FP32_TILE = 16

export const FP32_PTX = `
.version 6.0
.target sm_50
.address_size 64

.visible .entry matmul_fp32(
  .param .u64 p_a,
  .param .u64 p_b,
  .param .u64 p_c,
  .param .u32 p_n
)
.reqntid 16, 16, 1
{
  .reg .pred %more;
  .reg .b32 %n, %x, %y, %row, %column, %k, %at, %base_a, %base_b, %put, %tile;
  .reg .b64 %a, %b, %c, %from_a, %from_b, %to, %step;
  .reg .f32 %sum, %u, %v;
  .shared .align 4 .b8 tile_a[1024];
  .shared .align 4 .b8 tile_b[1024];

  ld.param.u64 %a, [p_a];
  ld.param.u64 %b, [p_b];
  ld.param.u64 %c, [p_c];
  ld.param.u32 %n, [p_n];
  cvta.to.global.u64 %a, %a;
  cvta.to.global.u64 %b, %b;
  cvta.to.global.u64 %c, %c;
  mov.u32 %x, %tid.x;
  mov.u32 %y, %tid.y;
  mov.u32 %row, %ctaid.y;
  mad.lo.u32 %row, %row, 16, %y;
  mov.u32 %column, %ctaid.x;
  mad.lo.u32 %column, %column, 16, %x;

  // this thread's elements of the first tiles: A[row][x], B[y][column]
  mad.lo.u32 %at, %row, %n, %x;
  mul.wide.u32 %from_a, %at, 4;
  add.u64 %from_a, %a, %from_a;
  mad.lo.u32 %at, %y, %n, %column;
  mul.wide.u32 %from_b, %at, 4;
  add.u64 %from_b, %b, %from_b;
  // the next tile of B lies 16 rows below
  mul.wide.u32 %step, %n, 64;

  // where they go: row y, column x of either tile
  mad.lo.u32 %put, %y, 16, %x;
  shl.b32 %put, %put, 2;
  // what they meet: row y of the one, column x of the other
  mov.u32 %base_a, tile_a;
  mad.lo.u32 %base_a, %y, 64, %base_a;
  mov.u32 %base_b, tile_b;
  mad.lo.u32 %base_b, %x, 4, %base_b;

  mov.f32 %sum, 0f00000000;
  mov.u32 %k, 0;
next_tile:
  ld.global.f32 %u, [%from_a];
  ld.global.f32 %v, [%from_b];
  mov.u32 %tile, tile_a;
  add.u32 %tile, %tile, %put;
  st.shared.f32 [%tile], %u;
  mov.u32 %tile, tile_b;
  add.u32 %tile, %tile, %put;
  st.shared.f32 [%tile], %v;
  bar.sync 0;
${Array.from(
  { length: FP32_TILE },
  (_, k) => `  ld.shared.f32 %u, [%base_a+${4 * k}];
  ld.shared.f32 %v, [%base_b+${64 * k}];
  fma.rn.f32 %sum, %u, %v, %sum;`,
).join('\n')}
  bar.sync 0;
  add.u64 %from_a, %from_a, 64;
  add.u64 %from_b, %from_b, %step;
  add.u32 %k, %k, 16;
  setp.lt.u32 %more, %k, %n;
  @%more bra next_tile;

  mad.lo.u32 %at, %row, %n, %column;
  mul.wide.u32 %to, %at, 4;
  add.u64 %to, %c, %to;
  st.global.f32 [%to], %sum;
  ret;
}
`
