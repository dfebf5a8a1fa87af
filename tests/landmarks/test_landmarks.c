/* test_landmarks.c - landmark sets of pictures, with a finder that reads its landmarks off the
 * pixels: rows and columns, the journal, threads, refusals. Pictures are made here, by
 * stb_image_write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdatomic.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "datasets/dataset_open.h"
#include "datasets/import.h"
#include "datasets/landmarks/landmarks.h"
#include "tests/datasets/workplace.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb/stb_image_write.h>

/* ---- a finder without networks ---- */

struct script {
    atomic_int finds; /* made so far */
    int kill_at;      /* find that kills the process; 0: none */
};

static void *script_open(const void *context, struct mien_error *e)
{
    (void)e;
    return (void *)(uintptr_t)context;
}

static void script_close(void *state)
{
    (void)state;
}

/* The first pixel is the score, the next two move the landmarks, the fourth is the try. */
static int script_find(void *state, const struct mien_picture *p, struct landmark_found *found,
                       struct mien_error *e)
{
    (void)e;
    struct script *s = state;
    if (atomic_fetch_add(&s->finds, 1) + 1 == s->kill_at)
        raise(SIGKILL);
    const uint8_t *pixel = p->pixels;
    const size_t step = (size_t)p->channels;
    found->score = (float)pixel[0] / 255;
    found->kept = pixel[3 * step] % 2;
    found->tries = (uint8_t)(1 + found->kept);
    found->at_once = pixel[0] >= 128 && found->kept == 0;
    found->detected = pixel[0] > 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        found->landmarks[i][0] = (float)pixel[step] + 0.01f * (float)i;
        found->landmarks[i][1] = (float)pixel[2 * step] - 0.02f * (float)i;
        found->landmarks[i][2] = 0.005f * (float)i;
    }
    return 0;
}

static const char *const script_tries[] = {"first", "second"};

static struct landmark_finder script_finder(struct script *s)
{
    return (struct landmark_finder){s,           "a script.",  script_tries, 2,
                                    script_open, script_close, script_find};
}

/* ---- pictures, runs, comparing ---- */

enum { SIDE = 8 };

static void draw(struct workplace *w, const char *name, int score, int x, int y, int kept)
{
    uint8_t pixels[SIDE * SIDE];
    const char *path = workplace_write(w, name, "");
    for (int i = 0; i < SIDE * SIDE; i++)
        pixels[i] = (uint8_t)(7 * i + x);
    pixels[0] = (uint8_t)score;
    pixels[1] = (uint8_t)x;
    pixels[2] = (uint8_t)y;
    pixels[3] = (uint8_t)kept;
    assert_int_not_equal(stbi_write_png(path, SIDE, SIDE, 1, pixels, 0), 0);
}

/* A tree of `count` pictures: two classes, two splits, one copy of Training_0. */
static void draw_tree(struct workplace *w, int count)
{
    char name[64];
    for (int i = 0; i < count; i++) {
        const bool train = i % 3 != 2;
        snprintf(name, sizeof name, "src/%s/%s/%s_%d.png", train ? "train" : "test",
                 i % 2 ? "sad" : "happy", train ? "Training" : "PublicTest", i);
        draw(w, name, i % 5 ? 255 - i % 100 : 60, i % 12, i % 9, i % 7 == 0);
    }
    draw(w, "src/test/sad/PublicTest_900.png", 60, 0, 0, 1);
}

struct run {
    struct script script;
    struct landmark_options options;
    struct landmark_outcome outcome;
    struct mien_error e;
};

static int make(struct workplace *w, struct run *r, const char *source, const char *target)
{
    const struct landmark_finder finder = script_finder(&r->script);
    r->options.sets = r->options.sets ? r->options.sets : LANDMARKS_68;
    r->options.jobs = r->options.jobs ? r->options.jobs : 1;
    r->e = (struct mien_error){.text = ""};
    return landmarks_make(workplace_path(w, source), workplace_path(w, target), &finder,
                          &r->options, &r->outcome, &r->e);
}

static void make_well(struct workplace *w, struct run *r, const char *source, const char *target)
{
    if (make(w, r, source, target) != 0)
        fail_msg("%s", r->e.text);
}

static void expect_refusal(struct workplace *w, struct run *r, const char *target, const char *says)
{
    if (make(w, r, "src", target) == 0 || !strstr(r->e.text, says))
        fail_msg("'%s' was expected, but it said '%s'", says, r->e.text);
    landmark_outcome_free(&r->outcome);
}

static void open_set(struct workplace *w, struct dataset *d, const char *name)
{
    struct mien_error e;
    if (dataset_open(d, workplace_path(w, name), &e) != 0)
        fail_msg("%s", e.text);
}

static void expect_same_file(struct workplace *w, const char *a, const char *b, const char *file)
{
    char name[96];
    struct file_map x, y;
    snprintf(name, sizeof name, "%s/%s", a, file);
    assert_int_equal(file_map(&x, workplace_path(w, name), NULL), 0);
    snprintf(name, sizeof name, "%s/%s", b, file);
    assert_int_equal(file_map(&y, workplace_path(w, name), NULL), 0);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
    file_unmap(&x);
    file_unmap(&y);
}

static void expect_same_set(struct workplace *w, const char *a, const char *b)
{
    static const char *const files[] = {"x.npy",     "y.npy",    "split.npy",
                                        "score.npy", "copy.npy", "id.npy"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        expect_same_file(w, a, b, files[i]);
}

/* Only the set (or sets) named so and nothing beside it. */
static void expect_count(const struct workplace *w, const char *start, int count)
{
    assert_int_equal(workplace_count(w, start), count);
}

/* ---- what is made ---- */

static void rows_are_those_of_an_image_set(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    draw_tree(w, 30);
    make_well(w, &r, "src/", "set");
    assert_int_equal(import_run(IMPORT_IMAGES, workplace_path(w, "src"),
                                &(struct import_options){0}, workplace_path(w, "images"), &r.e),
                     0);
    struct dataset set, images;
    open_set(w, &set, "set");
    open_set(w, &images, "images");
    assert_int_equal(set.rows, 31);
    assert_memory_equal(set.y, images.y, 31);
    assert_memory_equal(set.split, images.split, 31);
    assert_memory_equal(set.copy, images.copy, 31);
    assert_memory_equal(set.id, images.id, 31 * sizeof *set.id);
    assert_int_equal(set.copy[30], 1); /* PublicTest_900 is Training_0 */
    assert_string_equal(set.class_names[0], "happy");
    assert_int_equal(set.kind, DATASET_LANDMARKS);
    assert_non_null(strstr(set.provenance, "a script."));
    assert_string_equal(set.source, "src");
    for (uint32_t row = 0; row < set.rows; row++) {
        float x[MIEN_LANDMARKS68 * 2], pixels[SIDE * SIDE];
        dataset_row(&set, row, x);
        dataset_row(&images, row, pixels);
        assert_float_equal(set.score[row], pixels[0] / 255, 1e-6);
        assert_float_equal(x[0], pixels[1] + 0.01f * (float)mien_ibug68[0], 0.5 / 256);
        assert_float_equal(x[135], pixels[2] - 0.02f * (float)mien_ibug68[67], 0.5 / 256);
    }
    dataset_close(&set);
    dataset_close(&images);
    expect_count(w, "set", 1); /* no journal, no temporary folder */
    landmark_outcome_free(&r.outcome);
}

static void both_sets_agree(void **state)
{
    struct workplace *w = *state;
    struct run r = {.options = {.sets = LANDMARKS_68 | LANDMARKS_468}};
    struct run one = {0}, mesh = {.options = {.sets = LANDMARKS_468}};
    draw_tree(w, 12);
    make_well(w, &r, "src", "set");
    make_well(w, &one, "src", "one");
    make_well(w, &mesh, "src", "mesh");
    expect_same_set(w, "set-68", "one");
    expect_same_set(w, "set-468", "mesh");
    expect_count(w, "set", 2);
    struct dataset d;
    float x[MIEN_MESH_POINTS * 3];
    open_set(w, &d, "mesh");
    assert_int_equal(d.shape[0], 468);
    assert_int_equal(d.shape[1], 3);
    dataset_row(&d, 0, x);
    assert_float_equal(x[467 * 3 + 2], 0.005f * 467, 0.5 / 256);
    dataset_close(&d);
    landmark_outcome_free(&r.outcome);
    landmark_outcome_free(&one.outcome);
    landmark_outcome_free(&mesh.outcome);
}

static void an_image_set_gives_what_its_tree_gives(void **state)
{
    struct workplace *w = *state;
    struct run r = {0}, q = {0};
    draw_tree(w, 20);
    struct import_options o = {
        .votes = workplace_write(w, "votes.csv", "image,joy,grief\nTraining_0.png,3,4\n")};
    assert_int_equal(
        import_run(IMPORT_IMAGES, workplace_path(w, "src"), &o, workplace_path(w, "images"), &r.e),
        0);
    r.options.source.votes = workplace_path(w, "votes.csv");
    make_well(w, &r, "src", "a");
    make_well(w, &q, "images", "b");
    expect_same_set(w, "a", "b");
    expect_same_file(w, "a", "b", "votes.npy");
    landmark_outcome_free(&r.outcome);
    landmark_outcome_free(&q.outcome);
}

static void points_far_outside_are_put_at_the_edge_of_what_is_stored(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    struct dataset d;
    float x[136];
    draw(w, "src/a/1.png", 255, 250, 3, 0); /* 250 pixels right of 8: more than 127 */
    make_well(w, &r, "src", "set");
    open_set(w, &d, "set");
    dataset_row(&d, 0, x);
    assert_float_equal(x[0], 32767.0 / 256, 1e-6);
    dataset_close(&d);
    landmark_outcome_free(&r.outcome);
}

static void large_pictures_take_a_coarser_unit(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    struct dataset d;
    static uint8_t pixels[640 * 480 * 3];
    assert_int_not_equal(
        stbi_write_png(workplace_write(w, "src/a/1.png", ""), 640, 480, 3, pixels, 0), 0);
    make_well(w, &r, "src", "set");
    open_set(w, &d, "set");
    assert_float_equal(d.scale, 1.0 / 16, 0); /* 2.5 x 640 pixels in 32767 */
    dataset_close(&d);
    landmark_outcome_free(&r.outcome);
}

static void faces_are_counted_by_class_split_and_try(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    draw(w, "src/train/happy/1.png", 255, 1, 1, 0);
    draw(w, "src/train/happy/2.png", 200, 2, 1, 1);
    draw(w, "src/train/sad/3.png", 10, 3, 1, 1);
    draw(w, "src/test/sad/4.png", 128, 4, 1, 0);
    r.options.report = workplace_path(w, "report.csv");
    make_well(w, &r, "src", "set");
    const struct landmark_outcome *o = &r.outcome;
    assert_int_equal(o->classes, 2);
    assert_int_equal(o->splits, 2);
    assert_memory_equal(o->counts,
                        ((struct landmark_count[]){{2, 1, 2}, {1, 0, 0}, {0, 0, 0}, {1, 1, 1}}),
                        4 * sizeof *o->counts);
    assert_int_equal(o->found_by[0], 2);
    assert_int_equal(o->found_by[1], 1);
    assert_int_equal(o->done, 4);
    assert_int_equal(o->resumed, 0);
    char *text = file_text(workplace_path(w, "report.csv"), 1000, NULL);
    assert_string_equal(text, "row,path,split,class,score,tries,reason\n"
                              "2,\"train/sad/3.png\",train,\"sad\",0.0392,2,"
                              "\"a face was detected, but its landmarks are unsure\"\n");
    free(text);
    landmark_outcome_free(&r.outcome);
}

static void a_set_that_is_replaced_keeps_its_name_licence_and_notes(void **state)
{
    struct workplace *w = *state;
    struct run r = {.options = {.name = "faces", .licence = "mine"}}, q = {0};
    struct dataset d;
    draw_tree(w, 6);
    make_well(w, &r, "src", "set");
    workplace_write(w, "set/README.md", "notes");
    q.options.replace = true;
    draw(w, "src/train/sad/7000.png", 255, 1, 1, 0);
    make_well(w, &q, "src", "set");
    open_set(w, &d, "set");
    assert_int_equal(d.rows, 8);
    assert_string_equal(d.name, "faces");
    assert_string_equal(d.licence, "mine");
    assert_int_equal(access(workplace_path(w, "set/README.md"), F_OK), 0);
    dataset_close(&d);
    landmark_outcome_free(&r.outcome);
    landmark_outcome_free(&q.outcome);
}

static void threads_do_not_change_the_set(void **state)
{
    struct workplace *w = *state;
    struct run one = {.options = {.jobs = 1}}, three = {.options = {.jobs = 3}};
    draw_tree(w, 200);
    make_well(w, &one, "src", "one");
    make_well(w, &three, "src", "three");
    expect_same_set(w, "one", "three");
    landmark_outcome_free(&one.outcome);
    landmark_outcome_free(&three.outcome);
}

/* ---- going on ---- */

/* Run until the given find kills the process. */
static void make_killed(struct workplace *w, const char *target, int at, int jobs)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct run r = {.script = {.kill_at = at}, .options = {.jobs = jobs}};
        make(w, &r, "src", target);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void a_killed_run_goes_on_to_the_same_bytes(void **state)
{
    struct workplace *w = *state;
    struct run whole = {0}, rest = {.options = {.jobs = 2}};
    draw_tree(w, 60);
    make_well(w, &whole, "src", "whole");
    make_killed(w, "set", 20, 1);
    expect_count(w, "set", 1); /* the journal alone */
    make_killed(w, "set", 15, 1);
    make_well(w, &rest, "src", "set");
    assert_int_equal(rest.outcome.resumed, 19 + 14);
    assert_int_equal(rest.script.finds, 61 - 19 - 14);
    expect_same_set(w, "set", "whole");
    expect_same_file(w, "set", "whole", "y.npy");
    expect_count(w, "set", 1);
    landmark_outcome_free(&whole.outcome);
    landmark_outcome_free(&rest.outcome);
}

/* The journal without its last bytes, and with one of the bytes left changed. */
static void harm_journal(struct workplace *w, size_t cut, size_t flip)
{
    const char *path = workplace_path(w, "set.journal");
    struct file_map map;
    assert_int_equal(file_map(&map, path, NULL), 0);
    const size_t size = map.size - cut;
    uint8_t *copy = malloc(size);
    memcpy(copy, map.data, size);
    file_unmap(&map);
    if (flip)
        copy[size - flip] ^= 1;
    assert_int_equal(file_write(path, copy, size, NULL), 0);
    free(copy);
}

static void what_is_cut_or_damaged_in_the_journal_is_done_again(void **state)
{
    struct workplace *w = *state;
    struct run whole = {0};
    draw_tree(w, 40);
    make_well(w, &whole, "src", "whole");
    static const struct {
        size_t cut, flip;
        uint32_t resumed;
    } cases[] = {{0, 0, 29}, {5, 0, 28}, {0, 100, 28}, {0, 700, 26}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run rest = {.options = {.replace = true}};
        make_killed(w, "set", 30, 1);
        harm_journal(w, cases[i].cut, cases[i].flip);
        make_well(w, &rest, "src", "set");
        assert_int_equal(rest.outcome.resumed, cases[i].resumed);
        expect_same_set(w, "set", "whole");
        landmark_outcome_free(&rest.outcome);
        assert_int_equal(rename(workplace_path(w, "set"), workplace_path(w, "old")), 0);
        assert_int_equal(nftw(workplace_path(w, "old"), workplace_remove_one, 16, FTW_DEPTH), 0);
    }
    landmark_outcome_free(&whole.outcome);
}

static void a_picture_that_has_changed_is_done_again(void **state)
{
    struct workplace *w = *state;
    struct run rest = {0}, fresh = {0};
    draw_tree(w, 20);
    make_killed(w, "set", 15, 1);
    draw(w, "src/train/happy/Training_0.png", 201, 77, 3, 0);
    assert_int_equal(remove(workplace_path(w, "src/train/happy/Training_4.png")), 0);
    make_well(w, &rest, "src", "set");
    assert_int_equal(rest.outcome.resumed, 12);
    make_well(w, &fresh, "src", "fresh");
    expect_same_set(w, "set", "fresh");
    landmark_outcome_free(&rest.outcome);
    landmark_outcome_free(&fresh.outcome);
}

static bool stop_at_ten(void *context, uint64_t done, uint64_t total)
{
    (void)context, (void)total;
    return done < 10;
}

static void a_stopped_run_says_how_far_it_came(void **state)
{
    struct workplace *w = *state;
    struct dataset_watch watch = {NULL, stop_at_ten};
    struct run r = {.options = {.watch = &watch}};
    draw_tree(w, 30);
    assert_int_equal(make(w, &r, "src", "set"), -1);
    assert_non_null(strstr(r.e.text, "stopped"));
    assert_int_equal(r.outcome.pictures, 31);
    assert_int_equal(r.outcome.done, 10);
    landmark_outcome_free(&r.outcome);
    r.options.watch = NULL;
    make_well(w, &r, "src", "set");
    assert_int_equal(r.outcome.resumed, 10);
    landmark_outcome_free(&r.outcome);
}

static void a_full_disk_costs_nothing_that_was_found(void **state)
{
    struct workplace *w = *state;
    struct run r = {0}, whole = {0};
    struct rlimit before, little = {.rlim_cur = 4000};
    draw_tree(w, 30);
    getrlimit(RLIMIT_FSIZE, &before);
    little.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    expect_refusal(w, &r, "set", "set.journal: cannot write (File too large)");
    setrlimit(RLIMIT_FSIZE, &before);
    make_well(w, &r, "src", "set");
    make_well(w, &whole, "src", "whole");
    assert_int_equal(r.outcome.resumed, (4000 - 112) / (32 + 272 + 8));
    expect_same_set(w, "set", "whole");
    landmark_outcome_free(&r.outcome);
    landmark_outcome_free(&whole.outcome);
}

/* ---- refusals ---- */

static void a_journal_of_other_settings_is_refused(void **state)
{
    struct workplace *w = *state;
    struct run r = {.options = {.sets = LANDMARKS_468}}, q = {0};
    draw_tree(w, 10);
    make_killed(w, "set", 5, 1);
    expect_refusal(w, &r, "set", "set.journal: was begun with other settings");
    make_well(w, &q, "src", "set"); /* it is still there for the settings it was begun with */
    assert_int_equal(q.outcome.resumed, 4);
    landmark_outcome_free(&q.outcome);
}

static void a_file_that_is_no_journal_is_left_alone(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    draw_tree(w, 3);
    workplace_write(w, "set.journal", "dear diary");
    expect_refusal(w, &r, "set", "set.journal: not a journal of landmarks");
    char *text = file_text(workplace_path(w, "set.journal"), 100, NULL);
    assert_string_equal(text, "dear diary");
    free(text);
}

static void a_set_in_the_making_is_not_made_twice_at_once(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    draw_tree(w, 3);
    FILE *f = fopen(workplace_write(w, "set.journal", ""), "r+");
    assert_int_equal(flock(fileno(f), LOCK_EX), 0);
    expect_refusal(w, &r, "set", "set.journal: in use");
    fclose(f);
    make_well(w, &r, "src", "set");
    landmark_outcome_free(&r.outcome);
}

static void a_target_that_is_there_is_refused_before_the_work(void **state)
{
    struct workplace *w = *state;
    struct run r = {0}, both = {.options = {.sets = LANDMARKS_68 | LANDMARKS_468}};
    draw_tree(w, 3);
    workplace_write(w, "set/mine", "");
    workplace_write(w, "two-468/mine", "");
    expect_refusal(w, &r, "set", "the folder is there and not empty");
    expect_refusal(w, &both, "two", "two-468: the folder is there and not empty");
    assert_int_equal(r.script.finds + both.script.finds, 0);
    expect_count(w, "set.journal", 0);
}

static void a_folder_without_pictures_is_refused(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    workplace_write(w, "src/notes.txt", "");
    expect_refusal(w, &r, "set", "src: no PNG or JPEG picture in this folder");
    expect_count(w, "set", 0);
}

static void other_kinds_of_data_sets_and_options_without_use_are_refused(void **state)
{
    struct workplace *w = *state;
    struct run r = {0}, q = {.options = {.source = {.votes = "v.csv"}}};
    draw_tree(w, 3);
    make_well(w, &r, "src", "landmarks");
    landmark_outcome_free(&r.outcome);
    assert_int_equal(make(w, &r, "landmarks", "set"), -1);
    assert_non_null(strstr(r.e.text, "kind 'landmarks'"));
    assert_int_equal(make(w, &q, "landmarks", "set"), -1);
    assert_non_null(strstr(q.e.text, "leave out --votes"));
    expect_count(w, "set", 0);
}

static void damaged_pictures_have_no_row_and_are_named(void **state)
{
    struct workplace *w = *state;
    struct run r = {.options = {.jobs = 2}};
    struct dataset d;
    draw_tree(w, 10);
    workplace_write(w, "src/train/happy/Training_1000.png", "");
    workplace_write(w, "src/test/happy/Training_5.png", "GIF89a");
    r.options.report = workplace_path(w, "report.csv");
    make_well(w, &r, "src", "set");
    open_set(w, &d, "set");
    assert_int_equal(d.rows, 11);
    dataset_close(&d);
    assert_int_equal(r.outcome.damage_count, 2);
    assert_string_equal(r.outcome.damages[0].name, "test/happy/Training_5.png");
    assert_non_null(strstr(r.outcome.damages[1].reason, "empty"));
    char *text = file_text(workplace_path(w, "report.csv"), 4000, NULL);
    assert_non_null(strstr(text, "\n,\"train/happy/Training_1000.png\",train,\"happy\",,,\""));
    free(text);
    landmark_outcome_free(&r.outcome);
}

static void strictly_the_first_damaged_picture_is_an_error(void **state)
{
    struct workplace *w = *state;
    struct run r = {.options = {.strict = true, .jobs = 2}};
    draw_tree(w, 10);
    workplace_write(w, "src/train/happy/Training_1000.png", "");
    workplace_write(w, "src/train/sad/Training_5.png", "GIF89a");
    expect_refusal(w, &r, "set", "Training_1000.png: empty");
    draw(w, "src/train/happy/Training_1000.png", 200, 1, 1, 1);
    expect_refusal(w, &r, "set", "Training_5.png: not a PNG or JPEG");
    draw(w, "src/train/sad/Training_5.png", 200, 1, 1, 1);
    make_well(w, &r, "src", "set");
    assert_true(r.outcome.resumed >= 2); /* mending a picture costs nothing that was done */
    landmark_outcome_free(&r.outcome);
}

static void pictures_that_are_all_damaged_make_no_set(void **state)
{
    struct workplace *w = *state;
    struct run r = {0};
    workplace_write(w, "src/a/1.png", "");
    workplace_write(w, "src/a/2.png", "");
    expect_refusal(w, &r, "set", "none of its pictures can be read");
    assert_int_equal(access(workplace_path(w, "set"), F_OK), -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, workplace_make, workplace_remove)
    const struct CMUnitTest tests[] = {
        TEST(rows_are_those_of_an_image_set),
        TEST(both_sets_agree),
        TEST(an_image_set_gives_what_its_tree_gives),
        TEST(points_far_outside_are_put_at_the_edge_of_what_is_stored),
        TEST(large_pictures_take_a_coarser_unit),
        TEST(faces_are_counted_by_class_split_and_try),
        TEST(a_set_that_is_replaced_keeps_its_name_licence_and_notes),
        TEST(threads_do_not_change_the_set),
        TEST(a_killed_run_goes_on_to_the_same_bytes),
        TEST(what_is_cut_or_damaged_in_the_journal_is_done_again),
        TEST(a_picture_that_has_changed_is_done_again),
        TEST(a_stopped_run_says_how_far_it_came),
        TEST(a_full_disk_costs_nothing_that_was_found),
        TEST(a_journal_of_other_settings_is_refused),
        TEST(a_file_that_is_no_journal_is_left_alone),
        TEST(a_set_in_the_making_is_not_made_twice_at_once),
        TEST(a_target_that_is_there_is_refused_before_the_work),
        TEST(a_folder_without_pictures_is_refused),
        TEST(other_kinds_of_data_sets_and_options_without_use_are_refused),
        TEST(damaged_pictures_have_no_row_and_are_named),
        TEST(strictly_the_first_damaged_picture_is_an_error),
        TEST(pictures_that_are_all_damaged_make_no_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
