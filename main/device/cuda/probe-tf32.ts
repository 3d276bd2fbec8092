/**
 * C = A x B by the matrix units in TF32, for square row-major matrices whose side is a multiple of 16.
 *
 * One warp makes 16 x 8 outputs by mma.sync.m16n8k8 (PTX ISA, "Matrix Fragments for mma.m16n8k8"): in a warp, lane / 4
 * is the group and lane % 4 the place in it. A thread holds of A the rows group and group + 8 at columns place and
 * place + 4, of B column group at rows place and place + 4, of C those rows at columns 2 * place and 2 * place + 1.
 * Inputs are rounded by cvt.rna.tf32.f32; sums are float32 inside the unit.
 */
export const TF32_ROWS = 16
export const TF32_COLUMNS = 8

export const TF32_PTX = `
.version 7.0
.target sm_80
.address_size 64

.visible .entry matmul_tf32(
  .param .u64 p_a,
  .param .u64 p_b,
  .param .u64 p_c,
  .param .u32 p_n
)
.reqntid 32, 1, 1
{
  .reg .pred %more;
  .reg .b32 %n, %lane, %group, %place, %row, %column, %at, %k;
  .reg .b32 %a<4>, %b<2>;
  .reg .b64 %a_top, %a_low, %b_top, %b_low, %c_top, %c_low, %a, %b, %c, %eight_rows, %four_rows;
  .reg .f32 %f<6>, %c<4>;

  ld.param.u64 %a, [p_a];
  ld.param.u64 %b, [p_b];
  ld.param.u64 %c, [p_c];
  ld.param.u32 %n, [p_n];
  cvta.to.global.u64 %a, %a;
  cvta.to.global.u64 %b, %b;
  cvta.to.global.u64 %c, %c;
  mov.u32 %lane, %tid.x;
  shr.u32 %group, %lane, 2;
  and.b32 %place, %lane, 3;
  mov.u32 %row, %ctaid.y;
  mad.lo.u32 %row, %row, 16, %group;
  mov.u32 %column, %ctaid.x;
  shl.b32 %column, %column, 3;
  // rows of n floats, in bytes
  mul.wide.u32 %four_rows, %n, 16;
  mul.wide.u32 %eight_rows, %n, 32;

  // A[row][place] and eight rows below
  mad.lo.u32 %at, %row, %n, %place;
  mul.wide.u32 %a_top, %at, 4;
  add.u64 %a_top, %a, %a_top;
  add.u64 %a_low, %a_top, %eight_rows;
  // B[place][column + group] and four rows below
  add.u32 %at, %column, %group;
  mad.lo.u32 %at, %place, %n, %at;
  mul.wide.u32 %b_top, %at, 4;
  add.u64 %b_top, %b, %b_top;
  add.u64 %b_low, %b_top, %four_rows;
  // C[row][column + 2 * place] and eight rows below
  mad.lo.u32 %at, %place, 2, %column;
  mad.lo.u32 %at, %row, %n, %at;
  mul.wide.u32 %c_top, %at, 4;
  add.u64 %c_top, %c, %c_top;
  add.u64 %c_low, %c_top, %eight_rows;

  mov.f32 %c0, 0f00000000;
  mov.f32 %c1, 0f00000000;
  mov.f32 %c2, 0f00000000;
  mov.f32 %c3, 0f00000000;
  mov.u32 %k, 0;
next_step:
  ld.global.f32 %f0, [%a_top];
  ld.global.f32 %f1, [%a_low];
  ld.global.f32 %f2, [%a_top+16];
  ld.global.f32 %f3, [%a_low+16];
  ld.global.f32 %f4, [%b_top];
  ld.global.f32 %f5, [%b_low];
  cvt.rna.tf32.f32 %a0, %f0;
  cvt.rna.tf32.f32 %a1, %f1;
  cvt.rna.tf32.f32 %a2, %f2;
  cvt.rna.tf32.f32 %a3, %f3;
  cvt.rna.tf32.f32 %b0, %f4;
  cvt.rna.tf32.f32 %b1, %f5;
  mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%c0, %c1, %c2, %c3}, {%a0, %a1, %a2, %a3}, {%b0, %b1}, {%c0, %c1, %c2, %c3};
  add.u64 %a_top, %a_top, 32;
  add.u64 %a_low, %a_low, 32;
  add.u64 %b_top, %b_top, %eight_rows;
  add.u64 %b_low, %b_low, %eight_rows;
  add.u32 %k, %k, 8;
  setp.lt.u32 %more, %k, %n;
  @%more bra next_step;

  st.global.f32 [%c_top], %c0;
  st.global.f32 [%c_top+4], %c1;
  st.global.f32 [%c_low], %c2;
  st.global.f32 [%c_low+4], %c3;
  ret;
}
`
