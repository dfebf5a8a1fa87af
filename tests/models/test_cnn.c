/* test_cnn.c - the shipped networks for pictures answer as PyTorch does with their weights, their
 * headers answer as they do, and their cards are theirs.
 *
 * Pictures: faces48.png, seven rendered faces and a portrait side by side, then black and white;
 * answers: recorded by record_cnn.py. The accuracy that the cards state is measured on FER2013,
 * which is not shipped; here it must agree with the card's own confusion matrix. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/npy.h"
#include "models/cnn_small.h"
#include "models/cnn_tiny.h"
#include "runtime/host/file.h"
#include "runtime/host/image/image.h"
#include "runtime/host/model.h"

enum { SIDE = 48, WIDTH = SIDE * SIDE, FACES = 8, PICTURES = FACES + 2, CLASSES = 7, ROWS = 3589 };

static const char *const names[] = {"tiny", "small", "base"};
enum { NETWORKS = sizeof names / sizeof *names };

static float pictures[PICTURES][WIDTH];

static int read_pictures(void **state)
{
    struct image strip;
    (void)state;
    if (image_read(&strip, "tests/models/faces48.png", 1, NULL) != 0)
        return -1;
    for (size_t k = 0; k < FACES; k++)
        for (size_t i = 0; i < WIDTH; i++)
            pictures[k][i] = strip.data[i / SIDE * strip.width + k * SIDE + i % SIDE];
    for (size_t i = 0; i < WIDTH; i++)
        pictures[FACES + 1][i] = 255.0f;
    image_free(&strip);
    return 0;
}

static void open_network(struct model *m, const char *name)
{
    char path[64];
    struct mien_error e = {.text = ""};
    snprintf(path, sizeof path, "models/cnn_%s.safetensors", name);
    if (model_open(m, path, &e) != 0)
        fail_msg("%s", e.text);
}

/* Answers [PICTURES, CLASSES]. */
static void ask(const char *name, float *p)
{
    struct model m;
    struct mien_error e;
    open_network(&m, name);
    assert_int_equal(m.input_width, WIDTH);
    assert_int_equal(m.classes, CLASSES);
    assert_int_equal(model_predict(&m, pictures[0], PICTURES, p, 1, &e), 0);
    model_free(&m);
}

static void agree(const float *p, const float *expected)
{
    for (size_t i = 0; i < (size_t)PICTURES * CLASSES; i++)
        assert_float_equal(p[i], expected[i], 1e-4f);
}

static void networks_answer_as_pytorch(void **state)
{
    (void)state;
    for (int k = 0; k < NETWORKS; k++) {
        char path[64];
        float p[PICTURES * CLASSES];
        struct npy recorded;
        struct mien_error e;
        snprintf(path, sizeof path, "tests/models/cnn_%s.npy", names[k]);
        assert_int_equal(npy_open(&recorded, path, &e), 0);
        assert_int_equal(recorded.count, PICTURES * CLASSES);
        assert_int_equal(recorded.type, NPY_F32);
        ask(names[k], p);
        agree(p, recorded.data);
        npy_close(&recorded);
    }
}

/* What a header answers, whatever its name. */
#define HEADER_ANSWERS(name, NAME, p)                                                              \
    do {                                                                                           \
        static float arena[NAME##_ARENA_FLOATS], features[NAME##_FEATURES];                        \
        for (size_t k = 0; k < PICTURES; k++) {                                                    \
            name##_features(pictures[k], features, arena);                                         \
            name##_predict(features, (p) + k * CLASSES, arena);                                    \
        }                                                                                          \
    } while (0)

static void headers_answer_as_the_networks(void **state)
{
    float header[PICTURES * CLASSES], network[PICTURES * CLASSES];
    (void)state;
    HEADER_ANSWERS(cnn_tiny, CNN_TINY, header);
    ask("tiny", network);
    agree(header, network);
    HEADER_ANSWERS(cnn_small, CNN_SMALL, header);
    ask("small", network);
    agree(header, network);
}

/* What stands behind `before` in the text. */
static const char *behind(const char *text, const char *before)
{
    const char *at = strstr(text, before);
    if (!at)
        fail_msg("'%s' is not there", before);
    return at + strlen(before);
}

/* The confusion matrix of a card: the rows of its last table. */
static void read_confusion(const char *card, unsigned counts[CLASSES][CLASSES])
{
    static const char *const classes[CLASSES] = {"angry", "disgust",  "fear",   "happy",
                                                 "sad",   "surprise", "neutral"};
    const char *at = behind(card, "Rows are what a face is labelled");
    for (int r = 0; r < CLASSES; r++) {
        char head[24];
        snprintf(head, sizeof head, "\n| %s |", classes[r]);
        at = behind(at, head);
        for (int c = 0; c < CLASSES; c++) {
            char *end;
            counts[r][c] = (unsigned)strtoul(at, &end, 10);
            assert_memory_equal(end, " |", 2);
            at = end + 2;
        }
    }
}

static void each_card_is_of_the_weights_beside_it(void **state)
{
    (void)state;
    for (int k = 0; k < NETWORKS; k++) {
        char path[64];
        unsigned counts[CLASSES][CLASSES], rows = 0, right = 0;
        struct model m;
        struct mien_error e;
        snprintf(path, sizeof path, "models/cnn_%s.md", names[k]);
        char *card = file_text(path, 1 << 20, &e);
        assert_non_null(card);
        open_network(&m, names[k]);
        assert_memory_equal(behind(card, "| weights, SHA-256 | `"), m.weights_checksum, 64);
        read_confusion(card, counts);
        for (int r = 0; r < CLASSES; r++)
            for (int c = 0; c < CLASSES; c++) {
                rows += counts[r][c];
                right += r == c ? counts[r][c] : 0;
            }
        assert_int_equal(rows, ROWS);
        assert_true(counts[1][1] > 0); /* disgust, the rarest */
        assert_float_equal(strtod(behind(card, "| all rows | 3,589 | "), NULL),
                           100.0 * right / rows, 0.0501);
        assert_non_null(strstr(card, "ICML 2013 challenge"));
        assert_non_null(strstr(card, "Regulation (EU) 2024/1689"));
        model_free(&m);
        free(card);
    }
}

static void headers_state_the_cards_accuracy(void **state)
{
    (void)state;
    for (int k = 0; k < 2; k++) {
        char path[64];
        struct mien_error e;
        snprintf(path, sizeof path, "models/cnn_%s.md", names[k]);
        char *card = file_text(path, 1 << 20, &e);
        snprintf(path, sizeof path, "models/cnn_%s.h", names[k]);
        char *header = file_text(path, 1 << 24, &e);
        assert_non_null(card);
        assert_non_null(header);
        assert_float_equal(strtod(behind(header, "\n * accuracy "), NULL),
                           strtod(behind(card, "| all rows | 3,589 | "), NULL), 1e-9);
        free(card);
        free(header);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(networks_answer_as_pytorch),
        cmocka_unit_test(headers_answer_as_the_networks),
        cmocka_unit_test(each_card_is_of_the_weights_beside_it),
        cmocka_unit_test(headers_state_the_cards_accuracy),
    };
    return cmocka_run_group_tests(tests, read_pictures, NULL);
}
