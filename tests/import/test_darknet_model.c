/* test_darknet_model.c - Darknet's networks as models: whole cfgs answer as Darknet recorded
 * (record_darknet.c), what does not belong together is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/network/darknet_case.h"
#include "trainer/import/darknet_model.h"
#include "trainer/network/darknet_weights.h"

enum { SHOWN_MAX = 10, PATH_SIZE = 256 };

#define SMALL "tests/import/darknet-residual.cfg"

static char path[] = "/tmp/mien-darknet-XXXXXX";

/* The numbers of the cfg's layers, written to `path`; returns how many. */
static size_t write_weights(const char *cfg)
{
    static const struct {
        int32_t version[3], seen[2];
    } head = {{0, 2, 0}, {1234, 0}};
    struct mien_error e = {0};
    struct network n;
    struct cfg c;
    if (cfg_open(&c, cfg, &e) != 0 || network_init(&n, &c, NULL, 0, 0, 0, &e) != 0)
        fail_msg("%s", e.text);
    struct darknet_case f = {calloc(n.parameters + n.statistics, sizeof(float)), 0};
    for (int i = 1; i < n.count; i++) {
        const struct layer *l = &n.layers[i];
        if (l->parameters > 0)
            darknet_case_layer(&f, l->shape.c, l->decayed / l->shape.c, l->statistics > 0,
                               l->type == &layer_connected);
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(&head, sizeof head, 1, file);
    fwrite(f.at, sizeof *f.at, f.count, file);
    fclose(file);
    free(f.at);
    network_free(&n);
    cfg_close(&c);
    return f.count;
}

/* What the model answers the picture with, for free(). */
static float *answer(const struct model *m)
{
    const struct mien_graph *g = &m->graph;
    const uint32_t *shape = m->input_shape;
    float *x = malloc(m->input_width * sizeof *x), *at = x;
    float *arena = malloc(g->arena_floats * sizeof *arena);
    float *p = malloc(g->values[g->outputs[0]].size * sizeof *p);
    for (uint32_t h = 0; h < shape[0]; h++)
        for (uint32_t w = 0; w < shape[1]; w++)
            for (uint32_t c = 0; c < shape[2]; c++)
                *at++ = (float)darknet_case_pixel(h, w, c);
    mien_graph_run_all(g, x, &p, arena, NULL);
    free(arena);
    free(x);
    return p;
}

static bool find_cfg(const char *name, char *file)
{
    static const char *const folders[] = {"tests/import", "/usr/share/darknet/cfg"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(file, PATH_SIZE, "%s/%s", folders[i], name);
        if (access(file, R_OK) == 0)
            return true;
    }
    return false;
}

/* One line of darknet.txt, where its cfg is at hand. */
static void compare(char *line)
{
    char *rest = line, *name = strsep(&rest, " "), file[PATH_SIZE];
    struct mien_error e = {0};
    struct model m;
    if (!find_cfg(name, file))
        return;
    assert_int_equal(write_weights(file), strtoul(strsep(&rest, " "), NULL, 10));
    const struct darknet_options o = {.cfg = file};
    if (darknet_model(&m, path, &o, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(m.graph.values[m.graph.outputs[0]].size,
                     strtoul(strsep(&rest, " "), NULL, 10));
    float *p = answer(&m);
    for (int i = 0; rest && i < SHOWN_MAX; i++) {
        const double wanted = strtod(strsep(&rest, " "), NULL);
        if (!(fabs((double)p[i] - wanted) <= 1e-4 * wanted))
            fail_msg("%s: class %d has probability %.9g, in Darknet %.9g", name, i, (double)p[i],
                     wanted);
    }
    free(p);
    model_free(&m);
}

static void whole_networks_answer_as_in_darknet(void **state)
{
    struct mien_error e = {0};
    char *text = file_text("tests/import/darknet.txt", 1 << 16, &e), *rest = text, *line;
    (void)state;
    assert_non_null(text);
    while ((line = strsep(&rest, "\n")))
        if (*line)
            compare(line);
    free(text);
}

static void models_know_their_classes_and_their_cfg(void **state)
{
    struct mien_error e = {0};
    struct model m;
    char names[] = "/tmp/mien-names-XXXXXX";
    const int file = mkstemp(names);
    (void)state;
    assert_int_equal(write(file, "a\r\nb\nc\nd\n\ne\nf\ng", 15), 15);
    close(file);
    write_weights(SMALL);
    const struct darknet_options lists[] = {{.cfg = SMALL, .classes = "a,b,c,d,e,f,g"},
                                            {.cfg = SMALL, .names = names}};
    for (int i = 0; i < 2; i++) {
        if (darknet_model(&m, path, &lists[i], &e) != 0)
            fail_msg("%s", e.text);
        assert_int_equal(m.classes, 7);
        assert_string_equal(m.class_names[6], "g");
        assert_non_null(strstr(model_get(&m, "cfg"), "crop_height"));
        model_free(&m);
    }
    unlink(names);
}

static void what_does_not_belong_together_is_refused(void **state)
{
    static const struct {
        struct darknet_options o;
        const char *message;
    } wrong[] = {
        {{.cfg = "/nowhere.cfg"}, "/nowhere.cfg"},
        {{.cfg = "tests/network/darknet.cfg"}, "tests/network/darknet.cfg: no [net] section"},
        {{.cfg = SMALL, .classes = "a,b"}, "the network has 7 outputs (2 classes are named)"},
        {{.cfg = SMALL, .classes = "a,b", .names = "x"}, "give one"},
        {{.cfg = SMALL, .names = "/nowhere.names"}, "/nowhere.names"},
        {{.cfg = SMALL, .data = "/nowhere"}, "/nowhere"},
        {{.cfg = SMALL, .data = "datasets/fer2013-landmarks"}, "takes pictures of 36 x 36 x 3"},
    };
    struct mien_error e = {0};
    struct model m;
    (void)state;
    write_weights(SMALL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(darknet_model(&m, path, &wrong[i].o, &e), -1);
        if (!strstr(e.text, wrong[i].message))
            fail_msg("'%s' should tell '%s'", e.text, wrong[i].message);
        assert_null(m.nodes);
    }
    assert_int_equal(truncate(path, 1000), 0);
    assert_int_equal(darknet_model(&m, path, &(struct darknet_options){.cfg = SMALL}, &e), -1);
    assert_non_null(strstr(e.text, "245 numbers for a network of 33620"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_networks_answer_as_in_darknet),
        cmocka_unit_test(models_know_their_classes_and_their_cfg),
        cmocka_unit_test(what_does_not_belong_together_is_refused),
    };
    const int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
