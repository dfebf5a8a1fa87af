/* test_gemm.c - the matrix product against the definition, summed in double precision. */
#include "tests/network/network_case.h"
#include "trainer/network/gemm.h"

static float *numbers(size_t count, uint64_t seed)
{
    struct rng r = rng_seed(seed);
    float *x = malloc((count + 1) * sizeof *x);
    for (size_t i = 0; i < count; i++)
        x[i] = rng_normal(&r);
    return x;
}

static struct matrix view(const float *data, size_t rows, size_t columns, int layout)
{
    return layout == 0   ? (struct matrix){data, columns, 1}
           : layout == 1 ? (struct matrix){data, 1, rows}
                         : (struct matrix){data, 2 * columns, 2}; /* every other number */
}

static void check(size_t m, size_t n, size_t k, int a_layout, int b_layout, int start)
{
    float *a = numbers(4 * m * k, 1), *b = numbers(4 * k * n, 2), *c = numbers(m * n, 3);
    float *bias = numbers(n, 4), *old = numbers(m * n, 3);
    float *workspace = malloc(gemm_workspace(n) * sizeof(float));
    struct matrix va = view(a, m, k, a_layout), vb = view(b, k, n, b_layout);
    gemm(m, n, k, va, vb, c, n, start == 1 ? bias : NULL, start == 2, workspace);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = start == 1 ? bias[j] : start == 2 ? old[i * n + j] : 0.0;
            for (size_t p = 0; p < k; p++)
                sum += (double)va.data[i * va.row + p * va.column] *
                       (double)vb.data[p * vb.row + j * vb.column];
            assert_float_equal(c[i * n + j], sum, 1e-4 * sqrt((double)k + 1));
        }
    free(a);
    free(b);
    free(c);
    free(bias);
    free(old);
    free(workspace);
}

static void products_of_any_size_and_layout_follow_the_definition(void **state)
{
    static const size_t sizes[][3] = {{1, 1, 1},   {6, 16, 8},    {7, 17, 3},     {13, 33, 300},
                                      {5, 7, 128}, {97, 40, 129}, {100, 31, 257}, {3, 5, 0}};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (int layouts = 0; layouts < 9; layouts++)
            for (int start = 0; start < 3; start++)
                check(sizes[i][0], sizes[i][1], sizes[i][2], layouts / 3, layouts % 3, start);
}

static void a_product_cut_in_parts_has_the_same_bits(void **state)
{
    enum { M = 50, N = 37, K = 300 };
    float *a = numbers(M * K, 1), *b = numbers(K * N, 2), whole[M * N], parts[M * N];
    float *workspace = malloc(gemm_workspace(N) * sizeof(float));
    (void)state;
    struct matrix va = {a, K, 1}, vb = {b, N, 1};
    gemm(M, N, K, va, vb, whole, N, NULL, 0, workspace);
    for (size_t cut = 1; cut < M; cut += 7) {
        struct matrix rest = {a + cut * K, K, 1};
        gemm(cut, N, K, va, vb, parts, N, NULL, 0, workspace);
        gemm(M - cut, N, K, rest, vb, parts + cut * N, N, NULL, 0, workspace);
        assert_memory_equal(whole, parts, sizeof whole);
    }
    free(a);
    free(b);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_of_any_size_and_layout_follow_the_definition),
        cmocka_unit_test(a_product_cut_in_parts_has_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
