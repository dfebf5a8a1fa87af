/* Photographs are turned upright by what the camera wrote into them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

#include "runtime/host/image/exif.h"
#include "runtime/host/image/image.h"

enum { WIDTH = 32, HEIGHT = 16, FILE_MOST = 4096 };

struct bytes {
    uint8_t data[FILE_MOST];
    size_t size;
};

static void append(void *context, void *data, int size)
{
    struct bytes *b = context;
    assert_true(b->size + (size_t)size <= FILE_MOST);
    memcpy(b->data + b->size, data, (size_t)size);
    b->size += (size_t)size;
}

/* A grey picture, dark but for its left upper quarter, with an APP1 segment where orientation > 0.
 */
static void photograph(struct bytes *file, int orientation, bool big_endian)
{
    uint8_t grey[WIDTH * HEIGHT];
    struct bytes plain = {.size = 0};
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        grey[i] = i % WIDTH < WIDTH / 2 && i / WIDTH < HEIGHT / 2 ? 250 : 10;
    assert_true(stbi_write_jpg_to_func(append, &plain, WIDTH, HEIGHT, 1, grey, 95));
    uint8_t little[] = {0xff,
                        0xe1,
                        0,
                        34,
                        'E',
                        'x',
                        'i',
                        'f',
                        0,
                        0,
                        'I',
                        'I',
                        42,
                        0,
                        8,
                        0,
                        0,
                        0,
                        1,
                        0,
                        0x12,
                        1,
                        3,
                        0,
                        1,
                        0,
                        0,
                        0,
                        (uint8_t)orientation,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0};
    uint8_t big[] = {0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0,
                     'M',  'M',  0, 42, 0,   0,   0,   8,   0, 1,
                     1,    0x12, 0, 3,  0,   0,   0,   1,   0, (uint8_t)orientation,
                     0,    0,    0, 0,  0,   0};
    file->size = 0;
    append(file, plain.data, 2);
    if (orientation > 0)
        append(file, big_endian ? big : little, sizeof little);
    append(file, plain.data + 2, (int)plain.size - 2);
}

/* Where the bright quarter is: 0 left or 1 right, plus 2 where it is below. */
static int bright_quarter(const struct image *m)
{
    int found = -1;
    for (int q = 0; q < 4; q++) {
        const uint32_t x = m->width * (q % 2 ? 3 : 1) / 4, y = m->height * (q / 2 ? 3 : 1) / 4;
        if (m->data[(size_t)y * m->width + x] > 128) {
            assert_int_equal(found, -1);
            found = q;
        }
    }
    return found;
}

static void every_orientation_is_set_upright(void **state)
{
    /* Exif 2.3, table 6: which visual side the stored row 0 and column 0 are; from it, where the
     * stored left upper corner is seen. */
    static const int corner[9] = {0, 0, 1, 3, 2, 0, 1, 3, 2};
    (void)state;
    for (int o = 0; o <= 8; o++)
        for (int big = 0; big < 2; big++) {
            struct bytes file;
            struct image m = {0};
            struct mien_error e;
            photograph(&file, o, big);
            assert_int_equal(exif_orientation(file.data, file.size), o ? o : 1);
            assert_int_equal(image_decode(&m, "photo.jpg", file.data, file.size, 1, &e), 0);
            assert_int_equal(m.width, o >= 5 ? HEIGHT : WIDTH);
            assert_int_equal(m.height, o >= 5 ? WIDTH : HEIGHT);
            assert_int_equal(bright_quarter(&m), corner[o]);
            image_free(&m);
        }
}

static void what_is_no_orientation_leaves_the_picture_as_it_is(void **state)
{
    struct bytes file;
    (void)state;
    photograph(&file, 9, false);
    assert_int_equal(exif_orientation(file.data, file.size), 1);
    photograph(&file, 6, false);
    for (size_t cut = 0; cut < 40; cut++) /* whatever is missing, nothing beyond it is read */
        assert_int_equal(exif_orientation(file.data, cut), cut < 38 ? 1 : 6);
    file.data[14] = 200; /* the directory lies behind the end */
    assert_int_equal(exif_orientation(file.data, file.size), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_orientation_is_set_upright),
        cmocka_unit_test(what_is_no_orientation_leaves_the_picture_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
