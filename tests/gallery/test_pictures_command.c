/* test_pictures_command.c - the pictures of `mien eval` as a user asks for them: of a network, a
 * forest and landmarks. */
#include <stdlib.h>
#include <string.h>

#include "datasets/dataset_write.h"
#include "runtime/host/rng.h"
#include "tests/end-to-end/workspace.h"

/* Grey pictures of 16 x 16 with a bright bar that stands (class "tall"), lies ("wide") or is not
 * there ("none"), amid noise. */
static void write_bars(const char *folder, uint32_t rows)
{
    static const char *const classes[] = {"none", "tall", "wide"}, *const splits[] = {"train",
                                                                                      "valid"};
    const struct dataset_plan plan = {.name = "bars",
                                      .kind = DATASET_IMAGE,
                                      .shape = {16, 16, 1},
                                      .dimensions = 3,
                                      .type = NPY_U8,
                                      .class_names = classes,
                                      .classes = 3,
                                      .split_names = splits,
                                      .splits = 2};
    struct dataset_builder b;
    struct mien_error e = {.text = ""};
    struct rng r = rng_seed(2);
    int result = dataset_builder_open(&b, folder, &plan, &e);
    for (uint32_t i = 0; result == 0 && i < rows; i++) {
        uint8_t x[16][16];
        const uint32_t place = 1 + rng_below(&r, 14);
        for (uint32_t y = 0; y < 16; y++)
            for (uint32_t k = 0; k < 16; k++) {
                const bool bar = (i % 3 == 1 && k == place) || (i % 3 == 2 && y == place);
                x[y][k] = (uint8_t)(rng_below(&r, 120) + (bar ? 120 : 0));
            }
        const struct dataset_sample s = {.stored = x, .y = (uint8_t)(i % 3), .split = i % 4 == 3};
        result = dataset_builder_add(&b, &s, &e);
    }
    if (result != 0 || dataset_builder_commit(&b, &e) != 0)
        fail_msg("%s", e.text);
}

static int make_runs(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    write_bars("bars", 240);
    shell("printf '[data]\\npath = bars\\n[net]\\nbatch = 16\\nepochs = 3\\nlearning_rate = 0.01\\n"
          "optimizer = adam\\n[convolutional]\\nfilters = 6\\nsize = 3\\npad = 1\\n"
          "activation = relu\\n[avgpool]\\n[connected]\\noutput = 3\\n[softmax]\\n' >cnn.cfg");
    shell("sed 's/\\[avgpool\\]/[maxpool]\\nsize = 4\\nstride = 4/' cnn.cfg >flat.cfg");
    shell("printf '[data]\\npath = bars\\n[forest]\\ntrees = 8\\n' >bars-forest.cfg");
    done("mien train cnn.cfg -o cnn && mien train flat.cfg -o flat && "
         "mien train bars-forest.cfg -o bars-forest && "
         "mien train forest.cfg -o faces-forest --set forest.trees=8");
    return 0;
}

/* A PNG of at least this width and height, by its header. */
static void assert_png(const char *path, unsigned width, unsigned height)
{
    unsigned char head[24];
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fread(head, 1, sizeof head, in), sizeof head);
    fclose(in);
    assert_memory_equal(head, "\x89PNG\r\n\x1a\n", 8);
    assert_true((head[18] * 256u + head[19]) >= width && (head[22] * 256u + head[23]) >= height);
}

static void one_command_draws_all_the_pictures_of_a_network(void **state)
{
    (void)state;
    const struct outcome o = done("mien eval cnn --brief --png confusion.png --gallery gallery.png "
                                  "--filters filters.png --cam cam.png --occlusion occlusion.png");
    assert_non_null(strstr(o.out, "cnn: accuracy"));
    assert_png("confusion.png", 400, 300);
    assert_png("gallery.png", 1000, 400);
    assert_png("filters.png", 1000, 300);
    assert_png("cam.png", 1000, 500);
    assert_png("occlusion.png", 1000, 500);
}

static void the_same_model_gives_the_same_bytes(void **state)
{
    (void)state;
    done("mien eval cnn --brief --occlusion one.png --gallery first.png && OMP_NUM_THREADS=1 mien "
         "eval cnn --brief --occlusion two.png --gallery second.png");
    assert_true(same_bytes("one.png", "two.png"));
    assert_true(same_bytes("first.png", "second.png"));
}

static void examples_set_how_many_there_are(void **state)
{
    (void)state;
    done("mien eval cnn --brief --gallery few.png -n 2 && mien eval cnn --brief --gallery many.png "
         "-n 40");
    shell("test $(wc -c <few.png) -lt $(wc -c <many.png)");
}

static void a_forest_on_pictures_has_a_gallery_and_occlusion_maps(void **state)
{
    (void)state;
    done("mien eval bars-forest --brief --gallery forest.png --occlusion map.png -n 3");
    assert_png("forest.png", 1000, 400);
    assert_png("map.png", 700, 500);
}

static void landmarks_are_drawn_as_faces(void **state)
{
    (void)state;
    done("mien eval faces-forest --brief --gallery faces.png -n 8");
    assert_png("faces.png", 1000, 400);
}

static void refuse(const char *arguments, int status, const char *words)
{
    const struct outcome o = run("mien eval %s", arguments);
    assert_int_equal(o.status, status);
    if (!strstr(o.err, words))
        fail_msg("mien eval %s: %s", arguments, o.err);
}

static void what_cannot_be_drawn_is_told_and_leaves_nothing(void **state)
{
    (void)state;
    shell("mkdir -p out && ln -sf /dev/full full.png");
    refuse("flat --cam out/x.png", 1, "use --occlusion");
    refuse("bars-forest --cam out/x.png", 1, "use --occlusion");
    refuse("bars-forest --filters out/x.png", 1, "no convolution");
    refuse("faces-forest --filters out/x.png", 1, "no pictures");
    refuse("faces-forest --occlusion out/x.png", 1, "no pictures");
    refuse("cnn --gallery nowhere/x.png", 1, "nowhere/x.png: cannot write");
    refuse("cnn --gallery full.png", 1, "No space left");
    refuse("cnn --gallery out/x.jpg", 2, "ends in .png");
    refuse("cnn --gallery out/x.png -n 0", 2, "--examples");
    shell("test -z \"$(ls -A out)\"");
}

static void vectors_have_no_gallery(void **state)
{
    (void)state;
    shell("for i in $(seq 60); do echo \"$((i %% 2)) 1:$i 2:$((i %% 7))\"; done >v.svm");
    done("mien data import v.svm -o whole && mien data split whole -o vectors --holdout 0.5 && "
         "printf '[data]\\npath = vectors\\n"
         "features = raw\\n[forest]\\ntrees = 4\\n' >v.cfg && mien train v.cfg -o vectors-run");
    refuse("vectors-run --gallery out/x.png", 1, "neither pictures nor landmarks");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_command_draws_all_the_pictures_of_a_network),
        cmocka_unit_test(the_same_model_gives_the_same_bytes),
        cmocka_unit_test(examples_set_how_many_there_are),
        cmocka_unit_test(a_forest_on_pictures_has_a_gallery_and_occlusion_maps),
        cmocka_unit_test(landmarks_are_drawn_as_faces),
        cmocka_unit_test(what_cannot_be_drawn_is_told_and_leaves_nothing),
        cmocka_unit_test(vectors_have_no_gallery),
    };
    return cmocka_run_group_tests_name("pictures_command", tests, make_runs, workspace_remove);
}
