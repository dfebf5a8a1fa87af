/* test_mixed.c - rows of a picture and landmarks on their way to a network: each part as it would
 * be alone, both changed together. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/join.h"
#include "datasets/mirror.h"
#include "runtime/host/model_parts.h"
#include "tests/datasets/workplace.h"
#include "trainer/samples/prepare.h"

enum { SIDE = 24, PIXELS = SIDE * SIDE, POINTS = MIEN_LANDMARKS68, MARKS = 2 * POINTS };

/* ---- one face ---- */

static const uint32_t shape[3] = {SIDE, SIDE, 1};

/* The grey level of a ramp at a point, in pixels from the picture's corner. */
static float ramp(float x, float y)
{
    return 20 + 3 * (x - 0.5f) + 4 * (y - 0.5f);
}

static void make_ramp(float *picture)
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            picture[y * SIDE + x] = ramp((float)x + 0.5f, (float)y + 0.5f);
}

/* Points around the middle, eyes apart. */
static void make_face(float *q, struct rng *r)
{
    for (int i = 0; i < POINTS; i++) {
        q[2 * i] = 12 + 3 * (2 * rng_float(r) - 1) + (i >= 42 && i < 48 ? 3.0f : 0.0f) -
                   (i >= 36 && i < 42 ? 3.0f : 0.0f);
        q[2 * i + 1] = 12 + 4 * (2 * rng_float(r) - 1);
    }
}

/* The picture between its pixels. */
static float look(const float *picture, float x, float y)
{
    const int left = (int)floorf(x - 0.5f), top = (int)floorf(y - 0.5f);
    const float u = x - 0.5f - (float)left, v = y - 0.5f - (float)top;
    const float *p = picture + top * SIDE + left;
    return (1 - v) * ((1 - u) * p[0] + u * p[1]) + v * ((1 - u) * p[SIDE] + u * p[SIDE + 1]);
}

static void landmarks_stay_on_what_they_marked(void **state)
{
    const struct augment a = {.rotate = 15, .scale = 0.1, .shift = 0.08};
    float picture[PIXELS], scratch[PIXELS], face[MARKS], moved[MARKS], farthest = 0;
    (void)state;
    for (uint64_t n = 0; n < 100; n++) {
        struct rng r = rng_stream(7, n);
        make_face(face, &r);
        memcpy(moved, face, sizeof face);
        make_ramp(picture);
        const struct augment_move m = augment_picture(&a, &r, picture, shape, scratch);
        augment_landmarks_follow(&m, moved, POINTS, 2);
        for (int i = 0; i < POINTS; i++) {
            assert_float_equal(look(picture, moved[2 * i], moved[2 * i + 1]),
                               ramp(face[2 * i], face[2 * i + 1]), 0.02);
            farthest = fmaxf(farthest, fabsf(moved[2 * i] - face[2 * i]));
        }
    }
    assert_true(farthest > 2);
}

static void a_mirrored_picture_has_mirrored_landmarks(void **state)
{
    const struct dataset both = {
        .kind = DATASET_MIXED,
        .shape = {PIXELS + MARKS, 1, 1},
        .width = PIXELS + MARKS,
        .part_count = 2,
        .parts = {{DATASET_IMAGE, {SIDE, SIDE, 1}, 3, 0, PIXELS, 1, 0},
                  {DATASET_LANDMARKS, {POINTS, 2, 1}, 2, PIXELS, MARKS, 1, 0}}};
    float row[PIXELS + MARKS], face[MARKS], *mirrored = row + PIXELS;
    struct rng r = rng_seed(8);
    (void)state;
    make_face(face, &r);
    memcpy(mirrored, face, sizeof face);
    make_ramp(row);
    mirror_row(&both, row);
    for (int i = 0; i < POINTS; i++) {
        const float *other = face + 2 * mien_mirror68[i];
        assert_float_equal(look(row, mirrored[2 * i], mirrored[2 * i + 1]),
                           ramp(other[0], other[1]), 0.02);
    }
}

static void depth_grows_with_the_face(void **state)
{
    const struct augment_move half = {.ax = 2, .by = 2}; /* read twice as far out: half as large */
    float q[3] = {5.5f, 7.5f, 4};
    (void)state;
    augment_landmarks_follow(&half, q, 1, 3);
    assert_float_equal(q[0], 3, 1e-6);
    assert_float_equal(q[1], 4, 1e-6);
    assert_float_equal(q[2], 2, 1e-6);
}

/* ---- a data set ---- */

static void build(const char *folder, enum dataset_kind kind)
{
    static const char *const classes[] = {"calm", "glad"}, *const splits[] = {"train", "valid"};
    const bool image = kind == DATASET_IMAGE;
    const struct dataset_plan plan = {.name = "faces",
                                      .kind = kind,
                                      .shape = {image ? SIDE : POINTS, image ? SIDE : 2, 1},
                                      .dimensions = image ? 3 : 2,
                                      .type = image ? NPY_U8 : NPY_F32,
                                      .class_names = classes,
                                      .classes = 2,
                                      .split_names = splits,
                                      .splits = 2,
                                      .columns = 1u << COLUMN_ID};
    struct dataset_builder b;
    struct mien_error e;
    float x[PIXELS];
    assert_int_equal(dataset_builder_open(&b, folder, &plan, &e), 0);
    for (uint32_t i = 0; i < 40; i++) {
        struct rng r = rng_stream(9, i);
        if (image)
            for (int k = 0; k < PIXELS; k++)
                x[k] = (float)rng_below(&r, 200) + (float)i;
        else
            make_face(x, &r);
        const struct dataset_sample s = {.x = x, .y = i % 2, .split = i >= 30, .id = i};
        assert_int_equal(dataset_builder_add(&b, &s, &e), 0);
    }
    assert_int_equal(dataset_builder_commit(&b, &e), 0);
}

/* The pictures, the landmarks, and both joined. */
struct sets {
    struct dataset picture, landmarks, both;
};

static void open_sets(struct sets *s, struct workplace *w)
{
    struct join_summary summary;
    struct mien_error e;
    build(workplace_path(w, "p"), DATASET_IMAGE);
    build(workplace_path(w, "l"), DATASET_LANDMARKS);
    assert_int_equal(dataset_open(&s->picture, workplace_path(w, "p"), &e), 0);
    assert_int_equal(dataset_open(&s->landmarks, workplace_path(w, "l"), &e), 0);
    if (join_write(&s->picture, &s->landmarks, workplace_path(w, "b"), false, NULL, &summary, &e))
        fail_msg("%s", e.text);
    assert_int_equal(dataset_open(&s->both, workplace_path(w, "b"), &e), 0);
}

static void close_sets(struct sets *s)
{
    dataset_close(&s->picture);
    dataset_close(&s->landmarks);
    dataset_close(&s->both);
}

/* A set prepared by the lines of a [data] section. */
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

static void cook(struct kitchen *k, const struct dataset *d, const char *lines, bool by_draw)
{
    struct mien_error e;
    if (read_lines(k, d, lines, &e) != 0 || rows_choose(&k->rows, d, &k->options, &e) != 0 ||
        prepare(&k->prepared, d, &k->options, &k->rows, "network", by_draw, 2, &e) != 0)
        fail_msg("%s", e.text);
}

static void wash(struct kitchen *k)
{
    prepared_free(&k->prepared);
    rows_free(&k->rows);
    cfg_close(&k->cfg);
}

static void assert_joined(const float *both, const float *picture, const float *landmarks,
                          uint32_t width)
{
    for (uint32_t i = 0; i < PIXELS; i++)
        assert_float_equal(both[i], picture[i], 1e-6);
    for (uint32_t i = 0; i < width; i++)
        assert_float_equal(both[PIXELS + i], landmarks[i], 1e-5);
}

/* Drawn or kept, standardised or projected. */
static void each_part_becomes_what_it_would_alone(void **state)
{
    static const char *const lines[] = {"", "measures = 1\n", "features = box\npca = 9\n"};
    struct sets s;
    open_sets(&s, *state);
    for (size_t n = 0; n < sizeof lines / sizeof *lines; n++) {
        struct kitchen p, l, b;
        cook(&p, &s.picture, "", false);
        cook(&l, &s.landmarks, lines[n], false);
        cook(&b, &s.both, lines[n], true);
        const uint32_t width = l.prepared.width;
        assert_int_equal(b.prepared.width, PIXELS + width);
        assert_int_equal(data_options_width(&b.options, &s.both), PIXELS + width);
        assert_null(b.prepared.train);
        float *x = malloc(b.prepared.width * sizeof *x), target[2], weight;
        float *scratch = malloc(prepared_scratch(&b.options, &s.both, NULL) * sizeof *scratch);
        assert_true(2 * s.both.width + b.prepared.model.graph.arena_floats <=
                    prepared_scratch(&b.options, &s.both, NULL));
        for (uint32_t i = 0; i < 10; i++)
            assert_joined(b.prepared.valid + i * b.prepared.width, p.prepared.valid + i * PIXELS,
                          l.prepared.valid + i * width, width);
        for (uint32_t i = 0; i < 30; i++) {
            struct rng r = rng_seed(i);
            prepared_draw(&b.prepared, i, &r, x, target, &weight, scratch);
            assert_joined(x, p.prepared.train + i * PIXELS, l.prepared.train + i * width, width);
        }
        free(scratch);
        free(x);
        wash(&p);
        wash(&l);
        wash(&b);
    }
    close_sets(&s);
}

static void a_face_mirrored_as_drawn_is_the_one_prepared_mirrored(void **state)
{
    struct sets s;
    struct kitchen kept, drawn;
    int mirrored = 0;
    open_sets(&s, *state);
    cook(&kept, &s.both, "augment = mirror\n", false);
    cook(&drawn, &s.both, "augment = mirror\n", true);
    const uint32_t width = kept.prepared.width;
    float *x = malloc(width * sizeof *x), target[2], weight;
    float *scratch = malloc(prepared_scratch(&drawn.options, &s.both, NULL) * sizeof *scratch);
    for (uint32_t i = 0; i < 30; i++) {
        struct rng r = rng_seed(i), same = r;
        const bool turned = rng_float(&same) < 0.5f;
        prepared_draw(&drawn.prepared, i, &r, x, target, &weight, scratch);
        const float *want = (turned ? kept.prepared.mirrored : kept.prepared.train) + i * width;
        assert_memory_equal(x, want, width * sizeof *x);
        mirrored += turned;
    }
    assert_in_range(mirrored, 5, 25);
    free(scratch);
    free(x);
    wash(&kept);
    wash(&drawn);
    close_sets(&s);
}

static void the_model_tells_what_its_rows_are_made_of(void **state)
{
    struct sets s;
    struct kitchen k;
    struct model_part parts[MODEL_PARTS_MAX];
    struct mien_error e;
    open_sets(&s, *state);
    cook(&k, &s.both, "", true);
    assert_int_equal(model_parts(&k.prepared.model, parts), 2);
    assert_string_equal(parts[0].kind, "image");
    assert_true(parts[0].start == 0 && parts[0].width == PIXELS && parts[0].shape[1] == SIDE);
    assert_string_equal(parts[1].kind, "landmarks");
    assert_true(parts[1].start == PIXELS && parts[1].width == MARKS && parts[1].shape[1] == 2);
    static const char *const wrong[] = {
        "{\"parts\": 7}",
        "{\"parts\": [{\"kind\": \"image\", \"shape\": [24, 24, 1]}]}",
        "{\"parts\": [{\"kind\": \"image\", \"shape\": [65536, 65536, 2]}]}",
        "{\"parts\": [{\"shape\": [712, 1, 1]}]}",
        "{\"parts\": [{\"kind\": \"image\", \"shape\": [712]}]}",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(model_set(&k.prepared.model, "input", wrong[i], &e), 0);
        assert_int_equal(model_parts(&k.prepared.model, parts), 0);
    }
    wash(&k);
    close_sets(&s);
}

static void options_that_do_not_fit_mixed_rows_name_their_line(void **state)
{
    static const struct {
        const char *lines, *says;
    } wrong[] = {
        {"features = pixels\n", "some.cfg:2: features = pixels of a mixed data set, where it "
                                "speaks of the landmarks; use box or aligned"},
        {"features = raw\n", "some.cfg:2: features = raw of a mixed data set"},
        {"depth = 1\n", "some.cfg:2: depth takes landmarks of x, y and z"},
        {"pca = 137\n", "some.cfg:2: there are only 136 features"},
        {"augment = turn:3\n",
         "some.cfg:2: no such augmentation of pictures and landmarks "
         "('turn:3'); there are mirror, jitter:X, rotate:X, scale:X, shift:X"},
    };
    struct sets s;
    open_sets(&s, *state);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct kitchen k;
        struct mien_error e;
        assert_int_equal(read_lines(&k, &s.both, wrong[i].lines, &e), -1);
        if (strncmp(e.text, wrong[i].says, strlen(wrong[i].says)) != 0)
            fail_msg("'%s' does not begin with '%s'", e.text, wrong[i].says);
        wash(&k);
    }
    close_sets(&s);
}

int main(void)
{
#define WITH_FILES(name) cmocka_unit_test_setup_teardown(name, workplace_make, workplace_remove)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(landmarks_stay_on_what_they_marked),
        cmocka_unit_test(a_mirrored_picture_has_mirrored_landmarks),
        cmocka_unit_test(depth_grows_with_the_face),
        WITH_FILES(each_part_becomes_what_it_would_alone),
        WITH_FILES(a_face_mirrored_as_drawn_is_the_one_prepared_mirrored),
        WITH_FILES(the_model_tells_what_its_rows_are_made_of),
        WITH_FILES(options_that_do_not_fit_mixed_rows_name_their_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
