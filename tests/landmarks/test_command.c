/* test_command.c - `mien data landmarks` through the real command: a tree of crops of a portrait
 * that may ship goes in; interrupted, killed and refused. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/image/image.h"
#include "tests/end-to-end/workspace.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

enum { SIDE = 48, CUT = 160, CROPS = 24 };

/* A crop of the portrait's face as a 48 x 48 picture. */
static int draw(const struct image *portrait, uint32_t left, uint32_t top, const char *path)
{
    struct image part = {malloc(CUT * CUT), CUT, CUT, 1};
    uint8_t small[SIDE * SIDE];
    struct mien_error e;
    for (size_t y = 0; part.data && y < CUT; y++)
        memcpy(part.data + y * CUT, portrait->data + (top + y) * portrait->width + left, CUT);
    int result = part.data ? image_resize(&part, SIDE, SIDE, small, &e) : -1;
    image_free(&part);
    return result == 0 && stbi_write_png(path, SIDE, SIDE, 1, small, SIDE) ? 0 : -1;
}

/* faces/: 24 crops, two classes and splits, one wall without a face (train/sad/Training_900.png).
 */
static int make(void **state)
{
    struct image portrait;
    struct mien_error e;
    char path[64];
    int result = workspace_make(state);
    if (result != 0)
        return result;
    shell("mkdir -p faces/train/happy faces/train/sad faces/test/happy faces/test/sad");
    shell("cp \"$MIEN_HOME\"/datasets/portraits/collins.jpg .");
    if (image_read(&portrait, "collins.jpg", 1, &e) != 0)
        return -1;
    for (uint32_t i = 0; result == 0 && i < CROPS; i++) {
        const char *split = i % 4 ? "train" : "test", *class = i % 3 ? "happy" : "sad";
        snprintf(path, sizeof path, "faces/%s/%s/%s_%u.png", split, class,
                 i % 4 ? "Training" : "PublicTest", i);
        result = draw(&portrait, 137 + i, 50 - i / 2, path);
    }
    result = result ? result : draw(&portrait, 350, 0, "faces/train/sad/Training_900.png");
    image_free(&portrait);
    return result;
}

static void assert_says(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' is not in: %s", what, text);
}

static void coverage_is_told_by_class_and_split(void **state)
{
    (void)state;
    const struct outcome o =
        done("mien data landmarks faces -o set --jobs 1 --name crops --licence free "
             "--report report.csv && mien data info set");
    assert_says(o.out, "\nvalid  all           6    100.0 %     100.0 %        0");
    assert_says(o.out, "margin of 15 %");
    assert_says(o.out, "25 pictures in");
    assert_says(o.out, "25 rows of kind landmarks, 68 x 2 = 136 numbers");
    assert_says(o.out, "free");
    shell("grep -q '^18,\"train/sad/Training_900.png\",train,\"sad\",0.*,9,' report.csv");
    shell("test $(wc -l <report.csv) = 2 && test ! -e set.journal");
    assert_says(done("cat set/dataset.json").out, "\"crops\"");
}

static void threads_change_no_byte(void **state)
{
    (void)state;
    done("mien data landmarks faces -o one --jobs 1 --points both");
    done("mien data landmarks faces -o two --jobs 2 --points 68");
    done("mien data landmarks faces -o three -j3 --points 468");
    shell("cmp one-68/x.npy two/x.npy && cmp one-68/score.npy two/score.npy");
    shell("cmp one-468/x.npy three/x.npy && cmp one-468/copy.npy three/copy.npy");
}

static void what_was_found_can_be_read_as_json(void **state)
{
    (void)state;
    const struct outcome o = done("mien data landmarks faces -o json --json 2>/dev/null");
    assert_int_equal(o.out[0], '{');
    assert_says(o.out, "\"coverage\"");
    assert_says(o.out, "\"at_once\"");
    assert_says(o.out, "\"damaged\"");
}

static void an_image_set_gives_what_its_tree_gives(void **state)
{
    (void)state;
    done("printf 'image,joy,grief\\nTraining_1.png,7,3\\n' >votes.csv");
    done("mien data import faces --votes votes.csv -o images");
    done("mien data landmarks faces --votes votes.csv -o of-tree");
    done("mien data landmarks images -o of-set");
    shell("for f in x y split score copy id votes; do cmp of-tree/$f.npy of-set/$f.npy; done");
}

static void given_classes_are_used_in_their_order(void **state)
{
    (void)state;
    done("mien data landmarks faces --classes sad,happy,angry -o ordered");
    assert_says(done("mien data info ordered").out, "sad");
    shell("grep -q '\"sad\", \"happy\", \"angry\"' ordered/dataset.json");
}

/* many/: each crop six times, so that there is time to be interrupted; and their set, whole. */
static void make_many(void)
{
    shell(
        "test -e whole && exit; cp -r faces many; for n in 1 2 3 4 5; do for f in "
        "$(cd faces && find . -name '*.png'); do cp faces/$f many/${f%%.png}00$n.png; done; done");
    done("test -e whole || mien data landmarks many -o whole");
}

static void a_killed_run_goes_on_to_the_same_bytes(void **state)
{
    (void)state;
    make_many();
    const pid_t process = start("data landmarks many -o killed --jobs 1", NULL);
    wait_for_file("killed.journal", process);
    kill(process, SIGKILL);
    assert_int_equal(ended(process), -SIGKILL);
    shell("test ! -e killed && test -s killed.journal");
    done("mien data landmarks many -o killed");
    shell("diff -r -x dataset.json whole killed && test ! -e killed.journal");
}

static void an_interrupted_run_says_how_to_go_on(void **state)
{
    (void)state;
    make_many();
    const pid_t process = start("data landmarks many -o stopped --jobs 1", NULL);
    wait_for_file("stopped.journal", process);
    kill(process, SIGINT);
    assert_int_equal(ended(process), 130);
    struct outcome o = run("mien data landmarks many -o stopped --points 468");
    assert_int_equal(o.status, 1);
    assert_says(o.err, "mien: stopped.journal: was begun with other settings");
    done("mien data landmarks many -o stopped");
    shell("diff -r -x dataset.json whole stopped");
}

static void a_full_disk_is_told_and_costs_nothing(void **state)
{
    (void)state;
    make_many();
    const struct outcome o = run("ulimit -f 4; mien data landmarks many -o full");
    assert_int_equal(o.status, 1);
    assert_says(o.err, "mien: full.journal: cannot write (File too large)");
    done("mien data landmarks many -o full");
    shell("diff -r -x dataset.json whole full");
}

static void damaged_pictures_are_named_and_left_out(void **state)
{
    (void)state;
    shell("cp -r faces damaged && head -c 500 damaged/train/sad/Training_9.png >cut");
    shell("mv cut damaged/train/sad/Training_9.png && : >damaged/test/sad/PublicTest_0.png");
    struct outcome o = run("mien data landmarks damaged -o strict --strict");
    assert_int_equal(o.status, 1);
    assert_says(o.err, "damaged/train/sad/Training_9.png: a PNG picture cut short");
    o = done("mien data landmarks damaged -o lenient");
    assert_says(o.err, "left out: damaged/train/sad/Training_9.png: a PNG picture cut short");
    assert_says(o.err, "left out: damaged/test/sad/PublicTest_0.png: empty");
    assert_says(done("mien data info lenient").out, "23 rows");
}

static void what_cannot_be_done_is_refused_before_the_work(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
        int status;
    } cases[] = {
        {"mien data landmarks faces", "no place to write to; give -o", 2},
        {"mien data landmarks faces -o x --points 5", "--points: not 68, 468 or both ('5')", 2},
        {"mien data landmarks faces -o x --jobs 0", "--jobs: not a whole number", 2},
        {"mien data landmarks nowhere -o x", "nowhere", 1},
        {"mkdir -p bare && mien data landmarks bare -o x", "bare: no PNG or JPEG picture", 1},
        {"mien data landmarks faces -o images", "images: the folder is there and holds a data set",
         1},
        {"MIEN_HOME=/nowhere mien data landmarks faces -o x",
         "/nowhere/models/face_detector.safetensors: not found", 1},
        {"mien data landmarks faces -o x --votes collins.jpg", "collins.jpg", 1},
        {"mien data landmarks images -o x --classes a,b", "leave out --classes", 2},
        {"mien data landmarks of-set -o x", "a data set of kind 'landmarks'", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct outcome o = run("%s", cases[i].line);
        assert_says(o.err, cases[i].says);
        assert_int_equal(o.status, cases[i].status);
    }
    shell("test ! -e x && test ! -e x.journal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coverage_is_told_by_class_and_split),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(what_was_found_can_be_read_as_json),
        cmocka_unit_test(an_image_set_gives_what_its_tree_gives),
        cmocka_unit_test(given_classes_are_used_in_their_order),
        cmocka_unit_test(a_killed_run_goes_on_to_the_same_bytes),
        cmocka_unit_test(an_interrupted_run_says_how_to_go_on),
        cmocka_unit_test(a_full_disk_is_told_and_costs_nothing),
        cmocka_unit_test(damaged_pictures_are_named_and_left_out),
        cmocka_unit_test(what_cannot_be_done_is_refused_before_the_work),
    };
    return cmocka_run_group_tests(tests, make, workspace_remove);
}
