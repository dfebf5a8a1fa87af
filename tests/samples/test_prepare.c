/* test_prepare.c - what fitters are given, on the shipped set: features, targets, chosen rows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/dataset_write.h"
#include "runtime/host/file.h"
#include "tests/datasets/workplace.h"
#include "trainer/samples/pca.h"
#include "trainer/samples/prepare.h"

static struct dataset data;

/* The set prepared by the lines of a [data] section. */
struct kitchen {
    struct cfg cfg;
    struct data_options options;
    struct rows rows;
    struct prepared prepared;
};

static int read_lines(struct kitchen *k, const struct dataset *d, const char *lines,
                      struct mien_error *e)
{
    char text[512];
    snprintf(text, sizeof text, "[data]\n%s", lines);
    *k = (struct kitchen){0};
    assert_int_equal(cfg_parse(&k->cfg, "some.cfg", text, e), 0);
    return data_options_read(&k->options, cfg_find(&k->cfg, "data"), d, true, e);
}

static void cook_set(struct kitchen *k, const struct dataset *d, const char *lines)
{
    struct mien_error e;
    assert_int_equal(read_lines(k, d, lines, &e), 0);
    assert_int_equal(rows_choose(&k->rows, d, &k->options, &e), 0);
    assert_int_equal(prepare(&k->prepared, d, &k->options, &k->rows, "network", false, 2, &e), 0);
}

static void cook(struct kitchen *k, const char *lines)
{
    cook_set(k, &data, lines);
}

static void wash(struct kitchen *k)
{
    prepared_free(&k->prepared);
    rows_free(&k->rows);
    cfg_close(&k->cfg);
}

static void standardised_columns_have_mean_zero_and_deviation_one(void **state)
{
    struct kitchen k;
    float mean[136], deviation[136];
    (void)state;
    cook(&k, "features = box\n");
    assert_int_equal(k.rows.train_count, 28709);
    assert_int_equal(k.rows.valid_count, 3589);
    assert_int_equal(k.prepared.width, 136);
    column_moments(k.prepared.train, k.rows.train_count, 136, mean, deviation);
    for (int i = 0; i < 136; i++) {
        assert_float_equal(mean[i], 0, 1e-4);
        assert_true(fabsf(deviation[i] - 1) < 1e-3f || deviation[i] == 0);
    }
    wash(&k);
}

static void components_are_whitened_on_training_rows_and_the_model_repeats_them(void **state)
{
    struct kitchen k;
    float mean[20], deviation[20], raw[136], again[20];
    (void)state;
    cook(&k, "features = aligned\nmeasures = 1\npca = 20\n");
    assert_int_equal(k.prepared.width, 20);
    assert_int_equal(data_options_width(&k.options, &data), 20);
    column_moments(k.prepared.train, k.rows.train_count, 20, mean, deviation);
    for (int i = 0; i < 20; i++) {
        assert_float_equal(mean[i], 0, 1e-3);
        assert_float_equal(deviation[i], 1, 1e-3);
    }
    const struct mien_graph *g = &k.prepared.model.graph;
    float *arena = malloc(g->arena_floats * sizeof *arena);
    dataset_row(&data, k.rows.valid[5], raw);
    mien_graph_features(g, raw, again, arena);
    assert_memory_equal(again, k.prepared.valid + 5 * 20, sizeof again);
    assert_true(data.width + g->arena_floats <= prepared_scratch(&k.options, &data, NULL));
    free(arena);
    wash(&k);
}

static void mirrored_rows_are_the_features_of_mirrored_faces(void **state)
{
    struct kitchen k;
    void *owned[PREPARED_OWNED];
    struct samples s;
    struct mien_error e;
    (void)state;
    cook(&k, "features = aligned\nstandardize = 0\naugment = mirror\n");
    for (uint32_t r = 0; r < 50; r++)
        for (int i = 0; i < MIEN_LANDMARKS68; i++) {
            const float *face = k.prepared.train + r * 136, *other = k.prepared.mirrored + r * 136;
            assert_float_equal(other[2 * i], -face[2 * mien_mirror68[i]], 2e-5);
            assert_float_equal(other[2 * i + 1], face[2 * mien_mirror68[i] + 1], 2e-5);
        }
    assert_int_equal(prepared_train(&k.prepared, &s, owned, &e), 0);
    assert_int_equal(s.rows, 2 * k.rows.train_count);
    assert_memory_equal(s.x + (size_t)k.rows.train_count * 136, k.prepared.mirrored, 136 * 4);
    assert_int_equal(s.y[k.rows.train_count + 7], s.y[7]);
    prepared_train_free(owned);
    wash(&k);
}

static void an_augmented_row_is_drawn_from_its_stream_alone(void **state)
{
    struct kitchen k;
    (void)state;
    cook(&k, "features = box\naugment = mirror, rotate:10, jitter:0.01\n");
    float target[7], weight, a[136], b[136],
        *scratch = malloc(prepared_scratch(&k.options, &data, NULL) * sizeof *scratch);
    struct rng r = rng_stream(1, 9), s = rng_stream(1, 9), other = rng_stream(1, 10);
    prepared_draw(&k.prepared, 3, &r, a, target, &weight, scratch);
    prepared_draw(&k.prepared, 3, &s, b, target, &weight, scratch);
    assert_memory_equal(a, b, sizeof a);
    prepared_draw(&k.prepared, 3, &other, b, target, &weight, scratch);
    assert_memory_not_equal(a, b, sizeof a);
    free(scratch);
    wash(&k);
}

static void a_vote_share_blends_votes_with_the_label(void **state)
{
    struct kitchen all, part;
    (void)state;
    cook(&all, "features = box\ntargets = votes\n");
    cook(&part, "features = box\ntargets = votes\nvote_share = 0.25\n");
    bool differs = false;
    for (uint32_t r = 0; r < 2000; r++) {
        const float *v = all.prepared.target + (size_t)r * 7,
                    *t = part.prepared.target + (size_t)r * 7;
        float sum = 0;
        for (int c = 0; c < 7; c++) {
            const float label = all.prepared.train_y[r] == c;
            assert_float_equal(t[c], 0.25f * v[c] + 0.75f * label, 1e-6);
            differs |= v[c] != label;
            sum += t[c];
        }
        assert_float_equal(sum, 1, 1e-5);
    }
    assert_true(differs);
    wash(&all);
    wash(&part);
}

static void copies_and_faint_faces_are_left_out_of_training_only(void **state)
{
    struct kitchen k;
    (void)state;
    cook(&k, "features = box\ncopies = drop\n");
    assert_int_equal(k.rows.train_count, 28709 - 1236);
    assert_int_equal(k.rows.valid_count, 3589);
    wash(&k);
    cook(&k, "features = box\nleast_score = 0.5\n");
    assert_in_range(k.rows.train_count, 28000, 28708);
    for (uint32_t i = 0; i < k.rows.train_count; i++)
        assert_true(data.score[k.rows.train[i]] >= 0.5f);
    assert_int_equal(k.rows.valid_count, 3589);
    wash(&k);
}

static void options_that_do_not_fit_the_set_name_their_line(void **state)
{
    static const struct {
        const char *lines, *says;
    } wrong[] = {
        {"features = sideways\n", "some.cfg:2: "},
        {"features = aligned\nwhiten = 0.5\n", "some.cfg:3: there are no principal components"},
        {"whiten = 1.5\n", "some.cfg:2: "},
        {"features = aligned\ndepth = 1\n", "some.cfg:3: depth takes landmarks of x, y and z"},
        {"train = train\npca = 137\n", "some.cfg:3: there are only 136 features"},
        {"features = raw\nmeasures = 1\n", "some.cfg:3: measures go with"},
        {"features = raw\naugment = mirror\n", "some.cfg:3: no such augmentation of raw vectors"},
        {"vote_share = 2\n", "some.cfg:2: "},
        {"copies = burn\n", "some.cfg:2: "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct kitchen k;
        struct mien_error e;
        assert_int_equal(read_lines(&k, &data, wrong[i].lines, &e), -1);
        if (strncmp(e.text, wrong[i].says, strlen(wrong[i].says)) != 0)
            fail_msg("'%s' does not begin with '%s'", e.text, wrong[i].says);
        wash(&k);
    }
}

/* Random faces of 468 landmarks with depth. */
static void build_mesh_set(const char *folder)
{
    static const char *const classes[] = {"calm", "glad"}, *const splits[] = {"train", "valid"};
    const struct dataset_plan plan = {.name = "meshes",
                                      .kind = DATASET_LANDMARKS,
                                      .shape = {MIEN_MESH_POINTS, 3, 1},
                                      .dimensions = 2,
                                      .type = NPY_F32,
                                      .class_names = classes,
                                      .classes = 2,
                                      .split_names = splits,
                                      .splits = 2};
    struct dataset_builder b;
    struct mien_error e;
    struct rng r = rng_seed(11);
    float x[MIEN_MESH_POINTS * 3];
    assert_int_equal(dataset_builder_open(&b, folder, &plan, &e), 0);
    for (uint32_t i = 0; i < 40; i++) {
        for (int k = 0; k < MIEN_MESH_POINTS * 3; k++)
            x[k] = 24 + 5 * rng_normal(&r);
        const struct dataset_sample s = {.x = x, .y = i % 2, .split = i >= 30};
        assert_int_equal(dataset_builder_add(&b, &s, &e), 0);
    }
    assert_int_equal(dataset_builder_commit(&b, &e), 0);
}

static void a_mesh_is_prepared_with_its_depth_and_mirrored(void **state)
{
    enum { FLAT = 2 * MIEN_MESH_POINTS, DEEP = 3 * MIEN_MESH_POINTS };
    struct dataset meshes;
    struct kitchen k;
    char *folder = file_join(((struct workplace *)*state)->folder, "meshes");
    build_mesh_set(folder);
    assert_int_equal(dataset_open(&meshes, folder, NULL), 0);
    cook_set(&k, &meshes, "features = aligned\n");
    assert_int_equal(k.prepared.width, FLAT);
    wash(&k);
    cook_set(&k, &meshes, "features = aligned\ndepth = 1\nstandardize = 0\naugment = mirror\n");
    assert_int_equal(k.prepared.width, DEEP);
    assert_int_equal(data_options_width(&k.options, &meshes), DEEP);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const float *face = k.prepared.train + 3 * mien_mirror468[i];
        const float *other = k.prepared.mirrored + 3 * i;
        assert_float_equal(other[0], -face[0], 1e-4);
        assert_float_equal(other[1], face[1], 1e-4);
        assert_float_equal(other[2], face[2], 1e-4);
    }
    wash(&k);
    cook_set(&k, &meshes, "features = box\ndepth = 1\npca = 12\nwhiten = 0.5\n");
    assert_int_equal(k.prepared.width, 12);
    wash(&k);
    dataset_close(&meshes);
    free(folder);
}

/* Random pictures of 12 x 10 pixels. */
static void build_picture_set(const char *folder)
{
    static const char *const classes[] = {"calm", "glad"}, *const splits[] = {"train", "valid"};
    const struct dataset_plan plan = {.name = "pictures",
                                      .kind = DATASET_IMAGE,
                                      .shape = {12, 10, 1},
                                      .dimensions = 3,
                                      .type = NPY_U8,
                                      .class_names = classes,
                                      .classes = 2,
                                      .split_names = splits,
                                      .splits = 2};
    struct dataset_builder b;
    struct mien_error e;
    struct rng r = rng_seed(12);
    float x[120];
    assert_int_equal(dataset_builder_open(&b, folder, &plan, &e), 0);
    for (uint32_t i = 0; i < 40; i++) {
        for (int k = 0; k < 120; k++)
            x[k] = (float)rng_below(&r, 200) + (float)i;
        const struct dataset_sample s = {.x = x, .y = i % 2, .split = i >= 30};
        assert_int_equal(dataset_builder_add(&b, &s, &e), 0);
    }
    assert_int_equal(dataset_builder_commit(&b, &e), 0);
}

/* Whether kept or made as drawn; and each has mean 0 and the deviation 1. */
static void a_picture_drawn_from_the_set_is_the_one_prepared(void **state)
{
    struct dataset pictures;
    struct kitchen k;
    struct prepared drawn;
    struct mien_error e;
    float x[120], target[2], weight;
    struct data_part parts[DATASET_PARTS_MAX];
    char *folder = file_join(((struct workplace *)*state)->folder, "pictures");
    build_picture_set(folder);
    assert_int_equal(dataset_open(&pictures, folder, NULL), 0);
    cook_set(&k, &pictures, "");
    assert_int_equal(data_options_parts(&k.options, &pictures, parts), 1);
    const uint32_t *shape = parts[0].shape;
    assert_true(shape[0] == 12 && shape[1] == 10 && shape[2] == 1);
    assert_int_equal(prepare(&drawn, &pictures, &k.options, &k.rows, "network", true, 2, &e), 0);
    assert_null(drawn.train);
    float *scratch = malloc(prepared_scratch(&k.options, &pictures, NULL) * sizeof *scratch);
    for (uint32_t i = 0; i < k.rows.train_count; i++) {
        struct rng r = rng_seed(i);
        double sum = 0, square = 0;
        prepared_draw(&drawn, i, &r, x, target, &weight, scratch);
        assert_memory_equal(x, k.prepared.train + i * 120, sizeof x);
        for (int p = 0; p < 120; p++) {
            sum += x[p];
            square += x[p] * x[p];
        }
        assert_float_equal(sum / 120, 0, 1e-5);
        assert_float_equal(square / 120, 1, 1e-3);
        assert_true(target[k.prepared.train_y[i]] == 1 && weight == 1);
    }
    free(scratch);
    prepared_free(&drawn);
    wash(&k);
    dataset_close(&pictures);
    free(folder);
}

static void mixup_blends_a_row_and_its_target_by_one_share(void **state)
{
    struct kitchen k;
    int mixed = 0;
    (void)state;
    cook(&k, "features = box\nstandardize = 0\naugment = mixup:1\n");
    float target[7], weight, x[136];
    float *scratch = malloc(prepared_scratch(&k.options, &data, NULL) * sizeof *scratch);
    for (uint32_t i = 0; i < 200; i++) {
        struct rng r = rng_stream(4, i), s = r;
        const float share = augment_share(1, &s);
        const uint32_t other = rng_below(&s, k.rows.train_count);
        prepared_draw(&k.prepared, i, &r, x, target, &weight, scratch);
        for (uint32_t p = 0; p < 136; p++)
            assert_float_equal(x[p],
                               share * k.prepared.train[i * 136 + p] +
                                   (1 - share) * k.prepared.train[(size_t)other * 136 + p],
                               1e-5);
        const uint8_t a = k.prepared.train_y[i], b = k.prepared.train_y[other];
        assert_float_equal(target[a], a == b ? 1 : share, 1e-6);
        mixed += a != b;
    }
    assert_in_range(mixed, 100, 195);
    free(scratch);
    wash(&k);
}

/* The targets of drawn rows: the teacher's answers, sharpened by its temperature, in their share.
 */
static void a_teacher_answers_the_row_that_is_drawn(void **state)
{
    enum { ROWS = 20 };
    struct kitchen k;
    struct mien_error e;
    struct rng r = rng_seed(5);
    struct teacher t = {.share = 0.25f, .power = 0.5f};
    float weight[136 * 7], bias[7] = {0}, want[7], target[7], x[136], raw[136], w;
    (void)state;
    for (int i = 0; i < 136 * 7; i++)
        weight[i] = 0.02f * rng_normal(&r);
    const struct mien_dense d = {.weight = weight, .bias = bias, .inputs = 136, .outputs = 7};
    assert_int_equal(model_init(&t.model, "network", "landmarks", data.shape,
                                (const char *const *)data.class_names, 7, &e),
                     0);
    assert_int_equal(model_end_features(&t.model, &e) | model_add_dense(&t.model, &d, &e) |
                         model_add_softmax(&t.model, &e) | model_finish(&t.model, &e),
                     0);
    cook(&k, "features = box\nstandardize = 0\n");
    k.prepared.teacher = &t;
    float *scratch = malloc(prepared_scratch(&k.options, &data, &t) * sizeof *scratch);
    for (uint32_t i = 0; i < ROWS; i++) {
        float sum = 0;
        dataset_row(&data, k.rows.train[i], raw);
        assert_int_equal(model_predict(&t.model, raw, 1, want, 1, &e), 0);
        for (int c = 0; c < 7; c++)
            sum += sqrtf(want[c]);
        prepared_draw(&k.prepared, i, &r, x, target, &w, scratch);
        for (int c = 0; c < 7; c++)
            assert_float_equal(target[c],
                               0.75f * (k.prepared.train_y[i] == c) + 0.25f * sqrtf(want[c]) / sum,
                               1e-5);
        assert_memory_equal(x, k.prepared.train + i * 136, sizeof x);
    }
    free(scratch);
    model_free(&t.model);
    wash(&k);
}

static int open_data(void **state)
{
    (void)state;
    return dataset_open(&data, "datasets/fer2013-landmarks", NULL);
}

static int close_data(void **state)
{
    (void)state;
    dataset_close(&data);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standardised_columns_have_mean_zero_and_deviation_one),
        cmocka_unit_test(components_are_whitened_on_training_rows_and_the_model_repeats_them),
        cmocka_unit_test(mirrored_rows_are_the_features_of_mirrored_faces),
        cmocka_unit_test_setup_teardown(a_mesh_is_prepared_with_its_depth_and_mirrored,
                                        workplace_make, workplace_remove),
        cmocka_unit_test_setup_teardown(a_picture_drawn_from_the_set_is_the_one_prepared,
                                        workplace_make, workplace_remove),
        cmocka_unit_test(mixup_blends_a_row_and_its_target_by_one_share),
        cmocka_unit_test(a_teacher_answers_the_row_that_is_drawn),
        cmocka_unit_test(an_augmented_row_is_drawn_from_its_stream_alone),
        cmocka_unit_test(a_vote_share_blends_votes_with_the_label),
        cmocka_unit_test(copies_and_faint_faces_are_left_out_of_training_only),
        cmocka_unit_test(options_that_do_not_fit_the_set_name_their_line),
    };
    return cmocka_run_group_tests(tests, open_data, close_data);
}
