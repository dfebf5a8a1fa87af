/* test_sets.c - data sets of rendered faces: what is in them, the same bytes again, and refusals
 * that leave nothing behind. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/synth/synth.h"
#include "runtime/mien_landmarks.h"
#include "tests/datasets/workplace.h"

static struct synth_options small(void)
{
    return (struct synth_options){
        .rows = 84, .width = 48, .height = 48, .seed = 1, .landmarks = SYNTH_68, .jobs = 2};
}

static void make_well(const char *target, const struct synth_options *o)
{
    struct mien_error e;
    if (synth_make(target, o, &e) != 0)
        fail_msg("%s", e.text);
}

static struct dataset open_set(struct workplace *w, const char *name)
{
    struct dataset d;
    struct mien_error e;
    if (dataset_open(&d, workplace_path(w, name), &e) != 0)
        fail_msg("%s", e.text);
    return d;
}

static void expect_refusal(struct workplace *w, const struct synth_options *o, const char *name,
                           const char *why)
{
    struct mien_error e = {.text = ""};
    assert_int_equal(synth_make(workplace_path(w, name), o, &e), -1);
    if (!strstr(e.text, why))
        fail_msg("'%s' is not in: %s", why, e.text);
}

/* ---- what is in the sets ---- */

static void pictures_and_landmarks_go_row_by_row(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    o.landmarks = SYNTH_68 | SYNTH_468;
    o.width = 64;
    make_well(workplace_path(w, "faces"), &o);
    struct dataset images = open_set(w, "faces"), few = open_set(w, "faces-68");
    struct dataset all = open_set(w, "faces-468");
    assert_int_equal(images.kind, DATASET_IMAGE);
    assert_true(images.shape[0] == 48 && images.shape[1] == 64 && images.shape[2] == 1);
    assert_true(few.kind == DATASET_LANDMARKS && few.shape[0] == 68 && few.shape[1] == 2);
    assert_true(all.kind == DATASET_LANDMARKS && all.shape[0] == 468 && all.shape[1] == 3);
    assert_non_null(strstr(images.provenance, "--rows 84 --seed 1 --size 64x48"));
    assert_non_null(images.licence);
    const struct dataset *sets[] = {&few, &all};
    for (int k = 0; k < 2; k++) {
        assert_int_equal(sets[k]->rows, 84);
        assert_memory_equal(sets[k]->y, images.y, 84);
        assert_memory_equal(sets[k]->split, images.split, 84);
        assert_memory_equal(sets[k]->group, images.group, 84 * sizeof *images.group);
        assert_memory_equal(sets[k]->id, images.id, 84 * sizeof *images.id);
    }
    for (uint32_t row = 0; row < 84; row++) {
        float mesh[468 * 3], points[68 * 2];
        assert_int_equal(images.id[row], row);
        dataset_row(&all, row, mesh);
        dataset_row(&few, row, points);
        for (int i = 0; i < 68; i++)
            for (int c = 0; c < 2; c++)
                assert_true(points[2 * i + c] == mesh[3 * mien_ibug68[i] + c]);
    }
    dataset_close(&images);
    dataset_close(&few);
    dataset_close(&all);
}

/* Stored in 1/256 pixel; eyes are left and right of the nose, which is above the mouth. */
static void landmarks_are_those_of_a_face_in_the_picture(void **state)
{
    struct workplace *w = *state;
    const struct synth_options o = small();
    make_well(workplace_path(w, "faces"), &o);
    struct dataset d = open_set(w, "faces-68");
    double eyes = 0;
    assert_true(d.scale == 1.0 / 256);
    for (uint32_t row = 0; row < d.rows; row++) {
        float p[68][2];
        dataset_row(&d, row, &p[0][0]);
        assert_true(p[36][0] < p[45][0] && p[27][1] < p[33][1] && p[33][1] < p[57][1]);
        eyes += p[45][0] - p[36][0];
    }
    assert_float_equal(eyes / d.rows, 24, 4); /* FER2013's own: 25 from corner to corner */
    dataset_close(&d);
}

static void classes_are_equally_frequent(void **state)
{
    struct workplace *w = *state;
    static const uint32_t rows[] = {5, 84, 430};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct synth_options o = small();
        uint32_t counts[7] = {0}, least = UINT32_MAX, most = 0;
        o.rows = rows[i];
        o.replace = i > 0;
        make_well(workplace_path(w, "faces"), &o);
        struct dataset d = open_set(w, "faces");
        assert_int_equal(d.classes, 7);
        assert_string_equal(d.class_names[5], "surprise");
        for (uint32_t r = 0; r < d.rows; r++)
            counts[d.y[r]]++;
        for (int c = 0; c < 7; c++) {
            least = counts[c] < least ? counts[c] : least;
            most = counts[c] > most ? counts[c] : most;
        }
        assert_true(most - least <= 1);
        dataset_close(&d);
    }
}

static void nobody_is_in_two_splits(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    uint8_t split_of[4096], seen[4096] = {0};
    uint32_t rows[3] = {0};
    o.rows = 700;
    o.width = o.height = 16;
    make_well(workplace_path(w, "faces"), &o);
    struct dataset d = open_set(w, "faces");
    assert_int_equal(d.splits, 3);
    assert_string_equal(d.split_names[0], "train");
    for (uint32_t r = 0; r < d.rows; r++) {
        const int32_t who = d.group[r];
        assert_true(who >= 0 && who < 4096);
        assert_true(!seen[who] || split_of[who] == d.split[r]);
        seen[who] = 1;
        split_of[who] = d.split[r];
        rows[d.split[r]]++;
    }
    assert_true(rows[0] == 560 && rows[1] == 70 && rows[2] == 70);
    dataset_close(&d);
}

/* ---- the same again ---- */

static void threads_change_no_byte(void **state)
{
    struct workplace *w = *state;
    static const char *const files[] = {"one/x.npy",       "three/x.npy", "one-468/x.npy",
                                        "three-468/x.npy", "one/y.npy",   "three/y.npy"};
    struct synth_options o = small();
    o.rows = 600; /* more than a batch */
    o.landmarks = SYNTH_468;
    o.jobs = 1;
    make_well(workplace_path(w, "one"), &o);
    o.jobs = 3;
    make_well(workplace_path(w, "three"), &o);
    for (int i = 0; i < 6; i += 2) {
        struct file_map a, b;
        assert_int_equal(file_map(&a, workplace_path(w, files[i]), NULL), 0);
        assert_int_equal(file_map(&b, workplace_path(w, files[i + 1]), NULL), 0);
        assert_int_equal(a.size, b.size);
        assert_memory_equal(a.data, b.data, a.size);
        file_unmap(&a);
        file_unmap(&b);
    }
}

static void another_seed_makes_other_faces(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    make_well(workplace_path(w, "one"), &o);
    o.seed = 2;
    make_well(workplace_path(w, "two"), &o);
    struct dataset a = open_set(w, "one"), b = open_set(w, "two");
    assert_memory_not_equal(a.x.data, b.x.data, 48 * 48);
    assert_memory_not_equal(a.y, b.y, 84);
    dataset_close(&a);
    dataset_close(&b);
}

static void a_longer_set_begins_as_a_shorter_one(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    o.width = o.height = 24;
    o.rows = 420;
    make_well(workplace_path(w, "short"), &o);
    o.rows = 500;
    make_well(workplace_path(w, "long"), &o);
    struct dataset a = open_set(w, "short"), b = open_set(w, "long");
    assert_memory_equal(a.x.data, b.x.data, 420 * 24 * 24);
    assert_memory_equal(a.y, b.y, 420);
    dataset_close(&a);
    dataset_close(&b);
}

/* ---- refusals ---- */

static void what_makes_no_set_is_refused(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    o.rows = 0;
    expect_refusal(w, &o, "no", "rows are 1 to 10000000 (0)");
    o = small();
    o.width = 15;
    expect_refusal(w, &o, "no", "pictures are 16 to 512 pixels wide and high (15x48)");
    o = small();
    o.height = 513;
    expect_refusal(w, &o, "no", "(48x513)");
    o = small();
    o.jobs = 0;
    expect_refusal(w, &o, "no", "threads are 1 to 256 (0)");
    assert_int_equal(workplace_count(w, "no"), 0);
}

static void a_set_that_is_there_is_kept(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    make_well(workplace_path(w, "faces-68"),
              &(struct synth_options){.rows = 7, .width = 16, .height = 16, .jobs = 1});
    expect_refusal(w, &o, "faces", "faces-68: ");
    assert_int_equal(workplace_count(w, "faces"), 1); /* what was there */
    struct dataset d = open_set(w, "faces-68");
    assert_int_equal(d.rows, 7);
    dataset_close(&d);
    o.replace = true;
    make_well(workplace_path(w, "faces"), &o);
    d = open_set(w, "faces-68");
    assert_int_equal(d.rows, 84);
    dataset_close(&d);
}

static void a_folder_that_cannot_be_written_is_named(void **state)
{
    struct workplace *w = *state;
    const struct synth_options o = small();
    workplace_write(w, "file", "no folder");
    expect_refusal(w, &o, "file/faces", "file/faces");
}

static void a_full_disk_leaves_nothing(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    struct rlimit before, little = {.rlim_cur = 40000};
    getrlimit(RLIMIT_FSIZE, &before);
    little.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    struct mien_error e = {.text = ""};
    const int result = synth_make(workplace_path(w, "faces"), &o, &e);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(result, -1);
    assert_non_null(strstr(e.text, "cannot write (File too large)"));
    assert_int_equal(workplace_count(w, "faces"), 0);
}

static bool stop(void *context, uint64_t done, uint64_t total)
{
    (void)context, (void)done, (void)total;
    return false;
}

static void stopped_work_leaves_nothing(void **state)
{
    struct workplace *w = *state;
    struct synth_options o = small();
    const struct dataset_watch watch = {NULL, stop};
    o.watch = &watch;
    expect_refusal(w, &o, "faces", "stopped");
    assert_int_equal(workplace_count(w, "faces"), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pictures_and_landmarks_go_row_by_row),
        TEST(landmarks_are_those_of_a_face_in_the_picture),
        TEST(classes_are_equally_frequent),
        TEST(nobody_is_in_two_splits),
        TEST(threads_change_no_byte),
        TEST(another_seed_makes_other_faces),
        TEST(a_longer_set_begins_as_a_shorter_one),
        TEST(what_makes_no_set_is_refused),
        TEST(a_set_that_is_there_is_kept),
        TEST(a_folder_that_cannot_be_written_is_named),
        TEST(a_full_disk_leaves_nothing),
        TEST(stopped_work_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
