/* test_import_images.c - folders of pictures: which rows they become, and what is refused. Pictures
 * are made here, by stb_image_write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <omp.h>

#include "datasets/dataset_open.h"
#include "datasets/import.h"
#include "runtime/host/image/image.h"
#include "tests/datasets/workplace.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb/stb_image_write.h>

/* A picture whose pixels are seed, seed + 1, ... */
static void draw(struct workplace *w, const char *name, int width, int height, int channels,
                 int seed)
{
    uint8_t pixels[64 * 64 * 3];
    const char *path = workplace_write(w, name, "");
    for (int i = 0; i < width * height * channels; i++)
        pixels[i] = (uint8_t)(seed + i);
    if (strstr(name, ".png"))
        assert_int_not_equal(stbi_write_png(path, width, height, channels, pixels, 0), 0);
    else
        assert_int_not_equal(stbi_write_jpg(path, width, height, channels, pixels, 90), 0);
}

static void import_ok(struct workplace *w, const char *source, const struct import_options *o,
                      const char *out, struct dataset *d)
{
    struct mien_error e = {.text = ""};
    out = workplace_path(w, out);
    if (import_run(IMPORT_IMAGES, workplace_path(w, source), o, out, &e) != 0 ||
        dataset_open(d, out, &e) != 0)
        fail_msg("%s", e.text);
}

static void rows_are_sorted_by_split_and_path(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    draw(w, "src/test/sad/PublicTest_7.png", 4, 3, 1, 70);
    draw(w, "src/train/sad/Training_5.png", 4, 3, 1, 50);
    draw(w, "src/train/happy/Training_12.png", 4, 3, 1, 12);
    draw(w, "src/train/happy/Training_11.png", 4, 3, 1, 70);
    workplace_write(w, "src/train/notes.txt", "not a picture");
    workplace_write(w, "src/train/happy/.DS_Store", "hidden");
    import_ok(w, "src/", &(struct import_options){0}, "out", &d);
    assert_int_equal(d.rows, 4);
    assert_int_equal(d.shape[0], 3);
    assert_int_equal(d.shape[1], 4);
    assert_int_equal(d.shape[2], 1);
    assert_string_equal(d.class_names[0], "happy");
    assert_string_equal(d.split_names[1], "valid"); /* the file name goes before the folder */
    assert_memory_equal(d.y, ((uint8_t[]){0, 0, 1, 1}), 4);
    assert_memory_equal(d.split, ((uint8_t[]){0, 0, 0, 1}), 4);
    assert_memory_equal(d.id, ((uint32_t[]){11, 12, 5, 7}), 16);
    assert_memory_equal(d.copy, ((uint8_t[]){0, 0, 0, 1}), 4); /* 7 equals 11 */
    assert_non_null(strstr(d.licence, "ICML 2013")); /* names of FER2013's image release */
    float x[12];
    dataset_row(&d, 1, x);
    for (int i = 0; i < 12; i++)
        assert_float_equal(x[i], 12 + i, 0);
    dataset_close(&d);
}

static void class_folders_alone_are_train(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    draw(w, "src/zebra/a.png", 4, 4, 3, 1);
    draw(w, "src/ape/b.png", 4, 4, 3, 2);
    import_ok(w, "src", &(struct import_options){0}, "out", &d);
    assert_int_equal(d.splits, 1);
    assert_string_equal(d.class_names[0], "ape");
    assert_int_equal(d.shape[2], 3);
    assert_null(d.id); /* no numbers in the names */
    assert_null(d.licence);
    dataset_close(&d);
}

static void sizes_and_colours_are_made_one_on_request(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    draw(w, "src/a/1.png", 4, 4, 3, 0);
    draw(w, "src/b/2.jpg", 40, 20, 1, 0);
    import_ok(w, "src", &(struct import_options){.width = 8, .height = 6, .grey = true}, "out", &d);
    assert_int_equal(d.shape[0], 6);
    assert_int_equal(d.shape[1], 8);
    assert_int_equal(d.shape[2], 1);
    dataset_close(&d);
}

static void votes_are_joined_by_file_name(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    draw(w, "src/happy/Training_1.png", 4, 4, 1, 0);
    draw(w, "src/sad/Training_2.png", 4, 4, 1, 9);
    struct import_options o = {.votes = workplace_write(w, "votes.csv",
                                                        "image,usage,happiness,sadness\n"
                                                        "train/sad/Training_2.png,Training,1,9\n")};
    import_ok(w, "src", &o, "out", &d);
    assert_memory_equal(d.vote, ((uint8_t[]){0, 0, 1, 9}), 4);
    dataset_close(&d);
}

static void threads_do_not_change_the_set(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    char name[64], one[65], four[65];
    for (int i = 0; i < 50; i++) {
        snprintf(name, sizeof name, "src/%s/%d.jpg", i % 3 ? "happy" : "sad", i);
        draw(w, name, 16, 16, 1, i * 5);
    }
    int threads = omp_get_max_threads();
    omp_set_num_threads(1);
    import_ok(w, "src", &(struct import_options){0}, "one", &d);
    assert_int_equal(dataset_checksum(&d, one, NULL), 0);
    dataset_close(&d);
    omp_set_num_threads(4);
    import_ok(w, "src", &(struct import_options){0}, "four", &d);
    assert_int_equal(dataset_checksum(&d, four, NULL), 0);
    dataset_close(&d);
    omp_set_num_threads(threads);
    assert_string_equal(one, four);
}

/* ---- Bad input ---- */

static void expect_refusal(struct workplace *w, const char *says)
{
    struct mien_error e = {.text = ""};
    int result = import_run(IMPORT_IMAGES, workplace_path(w, "src"), &(struct import_options){0},
                            workplace_path(w, "out"), &e);
    if (result == 0 || !strstr(e.text, says))
        fail_msg("'%s' was expected, but it said '%s'", says, e.text);
    assert_int_equal(workplace_count(w, "out"), 0);
}

/* The file `name` without its last bytes. */
static void cut(struct workplace *w, const char *name, size_t bytes)
{
    struct file_map map;
    const char *path = workplace_path(w, name);
    assert_int_equal(file_map(&map, path, NULL), 0);
    assert_int_equal(file_write(path, map.data, map.size - bytes, NULL), 0);
    file_unmap(&map);
}

static void a_truncated_jpeg_is_refused(void **state)
{
    draw(*state, "src/a/1.jpg", 32, 32, 1, 0);
    draw(*state, "src/a/2.jpg", 32, 32, 1, 0);
    cut(*state, "src/a/2.jpg", 40);
    expect_refusal(*state, "src/a/2.jpg: a JPEG picture cut short");
}

static void a_truncated_png_is_refused(void **state)
{
    draw(*state, "src/a/1.png", 32, 32, 1, 0);
    draw(*state, "src/a/2.png", 32, 32, 1, 0);
    cut(*state, "src/a/2.png", 40);
    expect_refusal(*state, "src/a/2.png: a PNG picture cut short or damaged");
}

static void text_and_nothing_are_no_pictures(void **state)
{
    draw(*state, "src/a/1.png", 4, 4, 1, 0);
    workplace_write(*state, "src/a/2.png", "GIF89a");
    expect_refusal(*state, "src/a/2.png: not a PNG or JPEG picture");
    workplace_write(*state, "src/a/2.png", "");
    expect_refusal(*state, "src/a/2.png: empty");
}

static void a_png_of_absurd_size_is_refused_before_decoding(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1A\n"
                              "\0\0\0\rIHDR\0\0\x40\0\0\0\x40\0\x08\0\0\0\0crc."
                              "\0\0\0\1IDAT.crc."
                              "\0\0\0\0IENDcrc";
    workplace_write(*state, "src/a/1.png", "");
    assert_int_equal(file_write(workplace_path(*state, "src/a/1.png"), png, sizeof png, NULL), 0);
    expect_refusal(*state, "src/a/1.png: a picture of 16384 x 16384 pixels");
}

static void a_jpeg_with_an_overfull_huffman_table_is_refused(void **state)
{
    uint8_t jpeg[2 + 4 + 17 + 64 + 2] = {0xFF, 0xD8, 0xFF, 0xC4, 17, 0};
    struct mien_error e = {.text = ""};
    struct image m;
    memset(jpeg + 7, 0xFF, 16);
    assert_int_equal(image_decode(&m, "x.jpg", jpeg, sizeof jpeg, 0, &e), -1);
    assert_non_null(strstr(e.text, "x.jpg: a JPEG picture cut short or damaged"));
    (void)state;
}

static void mixed_sizes_are_refused(void **state)
{
    draw(*state, "src/a/1.png", 4, 4, 1, 0);
    draw(*state, "src/b/2.png", 4, 5, 1, 0);
    expect_refusal(*state,
                   "src/b/2.png: 4 x 5 pixels, but the first (a/1.png) has 4 x 4; give --size");
}

static void colour_among_grey_is_refused(void **state)
{
    draw(*state, "src/a/1.png", 4, 4, 1, 0);
    draw(*state, "src/b/2.png", 4, 4, 3, 0);
    expect_refusal(*state, "src/b/2.png: a colour picture");
}

static void a_folder_without_pictures_is_refused(void **state)
{
    workplace_write(*state, "src/readme.txt", "soon");
    expect_refusal(*state, "src: no PNG or JPEG picture in this folder");
}

static void an_empty_class_is_refused(void **state)
{
    draw(*state, "src/a/1.png", 4, 4, 1, 0);
    workplace_write(*state, "src/b/readme.txt", "soon");
    expect_refusal(*state, "src/b: no PNG or JPEG picture in this folder; fill it or remove it");
}

static void pictures_outside_class_folders_are_refused(void **state)
{
    draw(*state, "src/1.png", 4, 4, 1, 0);
    expect_refusal(*state, "src/1.png: a picture that is not in CLASS/");
}

static void mixed_depths_are_refused(void **state)
{
    draw(*state, "src/a/1.png", 4, 4, 1, 0);
    draw(*state, "src/train/b/2.png", 4, 4, 1, 0);
    expect_refusal(*state, "src/train/b/2.png: lies deeper");
}

static void an_unknown_split_folder_is_refused(void **state)
{
    draw(*state, "src/monday/a/1.png", 4, 4, 1, 0);
    expect_refusal(*state, "src/monday/a/1.png: lies in a class of 'monday', which is no split");
}

/* ---- Resampling ---- */

static void resampling_agrees_with_pytorch(void **state)
{
    (void)state;
    uint8_t pixels[] = {0, 50,  100, 250, 30, 200, 10,  90, 60,  255,
                        5, 125, 240, 77,  13, 99,  180, 20, 222, 64};
    /* torch.nn.functional.interpolate(mode="bilinear", antialias=True) of PyTorch 1.13.1 */
    static const float small[] = {68.06F, 105.94F, 132.51F, 98.43F, 128.79F, 98.27F};
    static const float large[] = {0,      28.57F,  64.29F,  100, 207.14F, 155.71F, 30,
                                  140,    72.57F,  42.29F,  93,  110.14F, 147.21F, 187.5F,
                                  102.5F, 82.5F,   95.36F,  165, 96.07F,  96.57F,  134,
                                  33.2F,  95.09F,  150.79F, 174, 135.79F, 80.99F,  28.3F,
                                  99,     145.29F, 134.29F, 20,  164.29F, 154.29F, 64};
    struct image m = {pixels, 5, 4, 1};
    uint8_t out[35];
    assert_int_equal(image_resize(&m, 3, 2, out, NULL), 0);
    for (int i = 0; i < 6; i++)
        assert_float_equal(out[i], small[i], 0.51);
    assert_int_equal(image_resize(&m, 7, 5, out, NULL), 0);
    for (int i = 0; i < 35; i++)
        assert_float_equal(out[i], large[i], 0.51);
}

#define HELD(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HELD(rows_are_sorted_by_split_and_path),
        HELD(class_folders_alone_are_train),
        HELD(sizes_and_colours_are_made_one_on_request),
        HELD(votes_are_joined_by_file_name),
        HELD(threads_do_not_change_the_set),
        HELD(a_truncated_jpeg_is_refused),
        HELD(a_truncated_png_is_refused),
        HELD(text_and_nothing_are_no_pictures),
        HELD(a_png_of_absurd_size_is_refused_before_decoding),
        cmocka_unit_test(a_jpeg_with_an_overfull_huffman_table_is_refused),
        HELD(mixed_sizes_are_refused),
        HELD(colour_among_grey_is_refused),
        HELD(a_folder_without_pictures_is_refused),
        HELD(an_empty_class_is_refused),
        HELD(pictures_outside_class_folders_are_refused),
        HELD(mixed_depths_are_refused),
        HELD(an_unknown_split_folder_is_refused),
        cmocka_unit_test(resampling_agrees_with_pytorch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
