/* export.c - see export.h: the code is written first, then the comment that states its size and
 * checksum. */
#include "trainer/export/export.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/sha256.h"
#include "runtime/host/text.h"
#include "trainer/export/answers.h"
#include "trainer/export/layout.h"
#include "trainer/export/preamble.h"
#include "trainer/export/record.h"
#include "trainer/export/write_forest.h"

int export_check_name(const char *name, struct mien_error *e)
{
    if (emit_name_valid(name))
        return 0;
    return error_usage(e,
                       "'%s' cannot be a header's name; choose another with --name: a letter, then "
                       "letters, digits or _, fewer than %d, not mien's own mien_",
                       name, EMIT_NAME_MAX);
}

static int check_inlined(const struct model *m, struct mien_error *e)
{
    const struct mien_node *last = &m->graph.nodes[m->graph.node_count - 1];
    if (last->op != MIEN_FOREST)
        return error_usage(
            e, "--inline writes forests as nested ifs (this model is a %s); leave it out", m->kind);
    if (operator_inline_depth(&last->u.forest) < 0)
        return error_set(
            e, m->file.path, 0,
            "a tree is too deep for nested ifs (C promises %d levels); leave --inline out "
            "or fit the forest with a smaller depth",
            OPERATOR_INLINE_DEPTH_MAX);
    return 0;
}

/* The code as text, *size bytes; *constants bytes of arrays in it, which `counting` leaves out. */
static char *code_text(const struct model *m, const struct export_options *o, bool counting,
                       size_t *size, size_t *constants)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    if (!out)
        return NULL;
    struct emit w = emit_to(out, o->name);
    w.counting = counting;
    layout_write(&w, m, o);
    *constants = w.constants;
    if (fclose(out) != 0 || w.failed) {
        free(text);
        text = NULL;
    }
    return text;
}

static struct record make_record(const struct facts *f, const struct export_options *o,
                                 const char *code, size_t size)
{
    struct record r = {
        .standalone = o->standalone, .inlined = o->inlined, .forest_bytes = o->forest_bytes};
    strcpy(r.name, o->name);
    strcpy(r.weights, f->weights_checksum);
    strcpy(r.cfg, f->cfg_checksum);
    strcpy(r.data, f->data_checksum);
    sha256_hex(code, size, r.code);
    return r;
}

static int check_size(const struct model *m, const struct export_options *o, size_t size,
                      struct mien_error *e)
{
    char needed[32], allowed[32];
    if (o->max_bytes <= 0 || (unsigned long long)size <= (unsigned long long)o->max_bytes)
        return 0;
    return error_set(
        e, m->file.path, 0,
        "the header takes %s bytes, --max-bytes allows %s; allow more or fit a smaller %s",
        text_count(needed, sizeof needed, (long long)size),
        text_count(allowed, sizeof allowed, o->max_bytes), m->kind);
}

/* Of the lean model. */
static char *header_text(const struct model *m, const struct facts *f,
                         const struct export_options *o, size_t *size, struct mien_error *e)
{
    size_t code_size = 0, constants = 0;
    char *text = NULL, *code = code_text(m, o, false, &code_size, &constants);
    FILE *out = code ? open_memstream(&text, size) : NULL;
    bool whole = false;
    if (out) {
        struct emit w = emit_to(out, o->name);
        const struct record r = make_record(f, o, code, code_size);
        preamble_write(&w, m, f, o, &r, constants);
        fwrite(code, 1, code_size, out);
        whole = fclose(out) == 0 && !w.failed;
    }
    free(code);
    if (!whole)
        error_memory(e, "the header", code_size);
    if (whole && check_size(m, o, *size, e) == 0)
        return text;
    free(text);
    return NULL;
}

char *export_header(const struct model *m, const struct facts *f, const struct export_options *o,
                    size_t *size, struct mien_error *e)
{
    struct model lean;
    if (export_check_name(o->name, e) != 0 || layout_check_outputs(m, e) != 0 ||
        (o->inlined && check_inlined(m, e) != 0) || model_lean(&lean, m, e) != 0)
        return NULL;
    char *text = header_text(&lean, f, o, size, e);
    model_lean_free(&lean);
    return text;
}

int export_cost(const struct model *m, const struct export_options *o, struct export_cost *cost,
                struct mien_error *e)
{
    struct model lean;
    size_t size;
    *cost = (struct export_cost){.kept = (answers_width(m) + (m->classes > 0 ? m->features : 0)) *
                                         sizeof(float)};
    if (model_lean(&lean, m, e) != 0)
        return -1;
    cost->arena = layout_arena(&lean) * sizeof(float);
    char *code = code_text(&lean, o, true, &size, &cost->constants);
    model_lean_free(&lean);
    free(code);
    return code ? 0 : error_memory(e, "the header", 0);
}
