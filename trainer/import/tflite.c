/* tflite.c - see tflite.h. */
#include "trainer/import/tflite.h"

#include <stdlib.h>
#include <string.h>

/* ---- flatbuffers ---- */

/* A file being read. The first thing wrong is told through `e`, and ends the reading. */
struct source {
    const char *path;
    const uint8_t *data;
    uint64_t size;
    struct mien_error *e;
};

/* A table that lies in the file with its list of fields. */
struct table {
    uint64_t at, fields; /* places of the table and of the first field's offset */
    uint32_t size, count;
};

/* A vector that lies in the file. */
struct vector {
    uint64_t at; /* of the first element */
    uint32_t count;
};

static uint32_t number(const uint8_t *at, unsigned bytes)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint32_t)at[i] << 8 * i;
    return value;
}

static int broken(const struct source *s, const char *what, uint64_t at)
{
    return error_set(s->e, s->path, 0,
                     "damaged: %s (byte %llu of %llu); fetch or convert the file again", what,
                     (unsigned long long)at, (unsigned long long)s->size);
}

/* The table at `at`. Its first four bytes tell how far in front of it the list of fields lies. */
static int table_at(const struct source *s, uint64_t at, struct table *t)
{
    if (at > s->size || s->size - at < 4)
        return broken(s, "a table lies outside the file", at);
    const int64_t list = (int64_t)at - (int32_t)number(s->data + at, 4);
    if (list < 0 || (uint64_t)list > s->size || s->size - (uint64_t)list < 4)
        return broken(s, "a table's list of fields lies outside the file", at);
    const uint32_t bytes = number(s->data + list, 2), size = number(s->data + list + 2, 2);
    if (bytes < 4 || bytes % 2 != 0 || bytes > s->size - (uint64_t)list)
        return broken(s, "a table's list of fields has no valid length", (uint64_t)list);
    if (size < 4 || size > s->size - at)
        return broken(s, "a table reaches past the end of the file", at);
    *t = (struct table){at, (uint64_t)list + 4, size, (bytes - 4) / 2};
    return 0;
}

/* Where field `i`, of `bytes` bytes, lies; *at is 0 where the table has none. */
static int field(const struct source *s, const struct table *t, uint32_t i, uint32_t bytes,
                 uint64_t *at)
{
    const uint32_t offset = i < t->count ? number(s->data + t->fields + 2 * i, 2) : 0;
    *at = 0;
    if (offset == 0)
        return 0;
    if (offset < 4 || offset > t->size || t->size - offset < bytes)
        return broken(s, "a field lies outside its table", t->at);
    *at = t->at + offset;
    return 0;
}

static int scalar(const struct source *s, const struct table *t, uint32_t i, uint32_t bytes,
                  uint32_t *value)
{
    uint64_t at;
    if (field(s, t, i, bytes, &at) != 0)
        return -1;
    if (at)
        *value = number(s->data + at, bytes);
    return 0;
}

/* What the offset at `at` leads to; only forward. */
static uint64_t follow(const struct source *s, uint64_t at)
{
    return at + number(s->data + at, 4);
}

/* Field `i`, elements of `bytes` bytes; a missing one is an empty vector. */
static int vector(const struct source *s, const struct table *t, uint32_t i, uint32_t bytes,
                  struct vector *v)
{
    uint64_t at;
    *v = (struct vector){0};
    if (field(s, t, i, 4, &at) != 0)
        return -1;
    if (at == 0)
        return 0;
    at = follow(s, at);
    if (at > s->size || s->size - at < 4)
        return broken(s, "a vector lies outside the file", at);
    *v = (struct vector){at + 4, number(s->data + at, 4)};
    if ((uint64_t)v->count * bytes > s->size - v->at)
        return broken(s, "a vector reaches past the end of the file", at);
    return 0;
}

static int32_t vector_integer(const struct source *s, const struct vector *v, uint32_t i)
{
    return (int32_t)number(s->data + v->at + 4 * (uint64_t)i, 4);
}

/* Element `i` of a vector of tables. */
static int vector_table(const struct source *s, const struct vector *v, uint32_t i, struct table *t)
{
    return table_at(s, follow(s, v->at + 4 * (uint64_t)i), t);
}

static int text(const struct source *s, const struct table *t, uint32_t i, struct tflite_text *out)
{
    struct vector v;
    if (vector(s, t, i, 1, &v) != 0)
        return -1;
    *out = (struct tflite_text){(const char *)s->data + v.at, (int)v.count};
    return 0;
}

/* ---- the schema: fields of its tables, by number ---- */

enum { MODEL_VERSION, MODEL_CODES, MODEL_SUBGRAPHS, MODEL_BUFFERS = 4 };
enum { CODE_BYTE, CODE_CUSTOM, CODE_INTEGER = 3 };
enum { GRAPH_TENSORS, GRAPH_INPUTS, GRAPH_OUTPUTS, GRAPH_OPERATORS };
enum { TENSOR_SHAPE, TENSOR_TYPE, TENSOR_BUFFER, TENSOR_NAME };
enum { OPERATOR_CODE, OPERATOR_INPUTS, OPERATOR_OUTPUTS, OPERATOR_OPTIONS_TYPE, OPERATOR_OPTIONS };
enum { BUFFER_DATA, BUFFER_OFFSET };

/* What the subgraph's parts refer to. */
struct lists {
    struct vector codes, buffers;
};

static const struct option_layout {
    int32_t code;
    uint32_t type;
    const char *fields;
} layouts[] = {
#define X(symbol, code, type, fields) {code, type, fields},
    TFLITE_OPERATORS(X)
#undef X
};

static const uint32_t type_bytes[] = {
#define X(symbol, number, name, bytes) [number] = bytes,
    TFLITE_TYPES(X)
#undef X
};

/* ---- tensors ---- */

static int read_shape(const struct source *s, const struct table *table, uint32_t index,
                      struct tflite_tensor *t)
{
    struct vector sides;
    if (vector(s, table, TENSOR_SHAPE, 4, &sides) != 0)
        return -1;
    if (sides.count > TFLITE_DIMENSIONS_MAX)
        return error_set(s->e, s->path, 0,
                         "tensor %u has %u dimensions; mien reads networks of up to %d", index,
                         sides.count, TFLITE_DIMENSIONS_MAX);
    t->dimensions = (int32_t)sides.count;
    t->count = 1;
    for (uint32_t i = 0; i < sides.count; i++) {
        const int32_t side = t->shape[i] = vector_integer(s, &sides, i);
        if (side < 1 || (size_t)side > TFLITE_SIDE_MAX / t->count)
            return error_set(s->e, s->path, 0,
                             "tensor %u has a side of %d; mien reads tensors of fixed size, of up "
                             "to %d numbers",
                             index, (int)side, TFLITE_SIDE_MAX);
        t->count *= (size_t)side;
    }
    return 0;
}

/* The numbers of a constant, where the tensor's buffer has any. */
static int read_constant(const struct source *s, const struct vector *buffers, uint32_t buffer,
                         uint32_t index, struct tflite_tensor *t)
{
    struct table table;
    struct vector data;
    uint64_t outside;
    if (buffer >= buffers->count)
        return error_set(s->e, s->path, 0, "tensor %u names buffer %u of %u", index, buffer,
                         buffers->count);
    if (vector_table(s, buffers, buffer, &table) != 0 ||
        vector(s, &table, BUFFER_DATA, 1, &data) != 0 ||
        field(s, &table, BUFFER_OFFSET, 8, &outside) != 0)
        return -1;
    if (outside)
        return error_set(s->e, s->path, 0,
                         "tensor %u keeps its numbers outside the flatbuffer; convert the network "
                         "without external buffers",
                         index);
    if (data.count == 0)
        return 0;
    const uint32_t types = sizeof type_bytes / sizeof *type_bytes;
    const uint32_t bytes = (uint32_t)t->type < types ? type_bytes[t->type] : 0;
    if (bytes && data.count != t->count * bytes)
        return error_set(s->e, s->path, 0,
                         "tensor %u has %zu numbers of type %s but %u bytes; convert it without "
                         "compression",
                         index, t->count, tflite_type_name(t->type), data.count);
    t->data = s->data + data.at;
    return 0;
}

static int read_tensor(const struct source *s, const struct lists *l, const struct table *table,
                       uint32_t index, struct tflite_tensor *t)
{
    uint32_t type = TFLITE_FLOAT32, buffer = 0;
    if (read_shape(s, table, index, t) != 0 || scalar(s, table, TENSOR_TYPE, 1, &type) != 0 ||
        scalar(s, table, TENSOR_BUFFER, 4, &buffer) != 0 ||
        text(s, table, TENSOR_NAME, &t->name) != 0)
        return -1;
    t->type = (int32_t)type;
    return read_constant(s, &l->buffers, buffer, index, t);
}

static int read_tensors(struct tflite *t, const struct source *s, const struct lists *l,
                        const struct table *graph)
{
    struct vector v;
    struct table table;
    if (vector(s, graph, GRAPH_TENSORS, 4, &v) != 0)
        return -1;
    if (v.count == 0 || v.count > TFLITE_TENSORS_MAX)
        return error_set(s->e, s->path, 0, "a network of %u tensors; mien reads 1 to %d", v.count,
                         TFLITE_TENSORS_MAX);
    t->tensors = calloc(v.count, sizeof *t->tensors);
    if (!t->tensors)
        return error_memory(s->e, "the network's tensors", v.count * sizeof *t->tensors);
    t->tensor_count = (int32_t)v.count;
    for (uint32_t i = 0; i < v.count; i++)
        if (vector_table(s, &v, i, &table) != 0 || read_tensor(s, l, &table, i, &t->tensors[i]))
            return -1;
    return 0;
}

/* ---- operators ---- */

/* The code of `index`: a byte in old files, an integer in new ones, which fill in both. */
static int read_code(const struct source *s, const struct vector *codes, uint32_t index,
                     uint32_t place, struct tflite_operator *o)
{
    struct table t;
    uint32_t byte = 0, integer = 0;
    if (index >= codes->count)
        return error_set(s->e, s->path, 0, "operator %u names code %u of %u", place, index,
                         codes->count);
    if (vector_table(s, codes, index, &t) != 0 || scalar(s, &t, CODE_BYTE, 1, &byte) != 0 ||
        scalar(s, &t, CODE_INTEGER, 4, &integer) != 0 || text(s, &t, CODE_CUSTOM, &o->custom) != 0)
        return -1;
    o->code = (int32_t)(integer > byte ? integer : byte);
    return 0;
}

static int read_options(const struct source *s, const struct table *table, uint32_t place,
                        struct tflite_operator *o)
{
    const struct option_layout *l = layouts;
    const size_t count = sizeof layouts / sizeof *layouts;
    uint32_t type = 0;
    uint64_t at;
    struct table options;
    while (l < layouts + count && l->code != o->code)
        l++;
    if (l == layouts + count || !l->fields[0])
        return 0;
    if (scalar(s, table, OPERATOR_OPTIONS_TYPE, 1, &type) != 0 ||
        field(s, table, OPERATOR_OPTIONS, 4, &at) != 0)
        return -1;
    if (!at || type != l->type)
        return error_set(s->e, s->path, 0, "operator %u (%s) has no options of its kind", place,
                         tflite_operator_name(o->code));
    if (table_at(s, follow(s, at), &options) != 0)
        return -1;
    for (uint32_t i = 0; l->fields[i]; i++) {
        uint32_t value = l->fields[i] == 'I';
        if (scalar(s, &options, i, l->fields[i] == 'b' ? 1 : 4, &value) != 0)
            return -1;
        o->options[i] = (int32_t)value;
    }
    return 0;
}

/* An operator's tensors: the first `most` of a vector into `out`. */
static int read_links(const struct tflite *t, const struct source *s, const struct vector *v,
                      uint32_t place, uint32_t most, int32_t least, int32_t *out)
{
    for (uint32_t i = 0; i < v->count && i < most; i++) {
        out[i] = vector_integer(s, v, i);
        if (out[i] < least || out[i] >= t->tensor_count)
            return error_set(s->e, s->path, 0, "operator %u names tensor %d of %d", place,
                             (int)out[i], (int)t->tensor_count);
    }
    return 0;
}

static int read_operator(const struct tflite *t, const struct source *s, const struct lists *l,
                         const struct table *table, uint32_t place, struct tflite_operator *o)
{
    uint32_t code = 0;
    struct vector inputs, outputs;
    o->output = -1;
    if (scalar(s, table, OPERATOR_CODE, 4, &code) != 0 ||
        read_code(s, &l->codes, code, place, o) != 0 ||
        vector(s, table, OPERATOR_INPUTS, 4, &inputs) != 0 ||
        vector(s, table, OPERATOR_OUTPUTS, 4, &outputs) != 0 ||
        read_links(t, s, &inputs, place, TFLITE_INPUTS_MAX, -1, o->inputs) != 0 ||
        read_links(t, s, &outputs, place, 1, 0, &o->output) != 0)
        return -1;
    o->input_count = inputs.count;
    o->output_count = outputs.count;
    return read_options(s, table, place, o);
}

static int read_operators(struct tflite *t, const struct source *s, const struct lists *l,
                          const struct table *graph)
{
    struct vector v;
    struct table table;
    if (vector(s, graph, GRAPH_OPERATORS, 4, &v) != 0)
        return -1;
    if (v.count == 0 || v.count > TFLITE_OPERATORS_MAX)
        return error_set(s->e, s->path, 0, "a network of %u operators; mien reads 1 to %d", v.count,
                         TFLITE_OPERATORS_MAX);
    t->operators = calloc(v.count, sizeof *t->operators);
    if (!t->operators)
        return error_memory(s->e, "the network's operators", v.count * sizeof *t->operators);
    t->operator_count = (int32_t)v.count;
    for (uint32_t i = 0; i < v.count; i++)
        if (vector_table(s, &v, i, &table) != 0 ||
            read_operator(t, s, l, &table, i, &t->operators[i]) != 0)
            return -1;
    return 0;
}

/* ---- the file ---- */

static int read_ends(struct tflite *t, const struct source *s, const struct table *graph)
{
    struct vector inputs, outputs;
    if (vector(s, graph, GRAPH_INPUTS, 4, &inputs) != 0 ||
        vector(s, graph, GRAPH_OUTPUTS, 4, &outputs) != 0)
        return -1;
    if (inputs.count != 1 || outputs.count == 0 || outputs.count > TFLITE_TENSORS_MAX)
        return error_set(s->e, s->path, 0,
                         "a network of %u inputs and %u outputs; mien reads those of one input",
                         inputs.count, outputs.count);
    t->outputs = calloc(outputs.count, sizeof *t->outputs);
    if (!t->outputs)
        return error_memory(s->e, "the network's outputs", outputs.count * sizeof *t->outputs);
    t->output_count = (int32_t)outputs.count;
    t->input = vector_integer(s, &inputs, 0);
    bool sound = t->input >= 0 && t->input < t->tensor_count;
    for (uint32_t i = 0; i < outputs.count; i++) {
        t->outputs[i] = vector_integer(s, &outputs, i);
        sound = sound && t->outputs[i] >= 0 && t->outputs[i] < t->tensor_count;
    }
    return sound ? 0 : broken(s, "an input or output names no tensor", graph->at);
}

static int read_graph(struct tflite *t, const struct source *s, const struct table *model)
{
    struct lists l;
    struct vector graphs;
    struct table graph;
    if (vector(s, model, MODEL_CODES, 4, &l.codes) != 0 ||
        vector(s, model, MODEL_BUFFERS, 4, &l.buffers) != 0 ||
        vector(s, model, MODEL_SUBGRAPHS, 4, &graphs) != 0)
        return -1;
    if (graphs.count != 1)
        return error_set(s->e, s->path, 0, "a file of %u subgraphs; mien reads those of one",
                         graphs.count);
    return vector_table(s, &graphs, 0, &graph) != 0 || read_tensors(t, s, &l, &graph) != 0 ||
                   read_operators(t, s, &l, &graph) != 0 || read_ends(t, s, &graph) != 0
               ? -1
               : 0;
}

static int read_file(struct tflite *t, const struct source *s)
{
    struct table model;
    uint32_t version = 0;
    if (s->size < 8 || memcmp(s->data + 4, "TFL3", 4) != 0)
        return error_set(s->e, s->path, 0,
                         "not a TensorFlow Lite file (bytes 4 to 7 are not 'TFL3'); give a .tflite "
                         "network");
    if (s->size > TFLITE_SIZE_MAX)
        return error_set(s->e, s->path, 0, "too large (%llu bytes; a flatbuffer has at most %d)",
                         (unsigned long long)s->size, TFLITE_SIZE_MAX);
    if (table_at(s, follow(s, 0), &model) != 0 ||
        scalar(s, &model, MODEL_VERSION, 4, &version) != 0)
        return -1;
    if (version != 3)
        return error_set(s->e, s->path, 0, "schema version %u; mien reads version 3", version);
    return read_graph(t, s, &model);
}

int tflite_parse(struct tflite *t, const char *path, const void *data, size_t size,
                 struct mien_error *e)
{
    const struct source s = {path, data, size, e};
    *t = (struct tflite){.path = strdup(path), .size = size};
    const int result = t->path ? read_file(t, &s) : error_memory(e, path, strlen(path));
    if (result != 0)
        tflite_close(t);
    return result;
}

int tflite_open(struct tflite *t, const char *path, struct mien_error *e)
{
    struct file_map map;
    *t = (struct tflite){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    if (tflite_parse(t, path, map.data, map.size, e) != 0) {
        file_unmap(&map);
        return -1;
    }
    t->map = map;
    return 0;
}

void tflite_close(struct tflite *t)
{
    free(t->tensors);
    free(t->operators);
    free(t->outputs);
    free(t->path);
    file_unmap(&t->map);
    *t = (struct tflite){0};
}
