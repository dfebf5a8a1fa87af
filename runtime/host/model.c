/* model.c - see model.h. */
#include "runtime/host/model.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/model_codec.h"
#include "runtime/host/sha256.h"

static const char FORMAT[] = "mien-model 1";

static char *own_text(struct model *m, const char *text, struct mien_error *e)
{
    char *copy = model_own(m, strlen(text) + 1, e);
    return copy ? strcpy(copy, text) : NULL;
}

void model_free(struct model *m)
{
    for (size_t i = 0; i < m->owned_count; i++)
        free(m->owned[i]);
    free(m->owned);
    free(m->nodes);
    free(m->values);
    free(m->tensors);
    if (m->metadata != m->file.metadata)
        cJSON_Delete(m->metadata);
    safetensors_close(&m->file);
    *m = (struct model){0};
}

int model_set(struct model *m, const char *key, const char *value, struct mien_error *e)
{
    cJSON *item = cJSON_CreateString(value);
    if (item && cJSON_GetObjectItemCaseSensitive(m->metadata, key)) {
        if (cJSON_ReplaceItemInObjectCaseSensitive(m->metadata, key, item))
            return 0;
    } else if (item && cJSON_AddItemToObject(m->metadata, key, item)) {
        return 0;
    }
    cJSON_Delete(item);
    return error_memory(e, key, strlen(value));
}

const char *model_get(const struct model *m, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(m->metadata, key));
}

static int set_json(struct model *m, const char *key, cJSON *json, struct mien_error *e)
{
    char *text = json ? cJSON_PrintUnformatted(json) : NULL;
    int result = text ? model_set(m, key, text, e) : error_memory(e, key, 0);
    cJSON_free(text);
    cJSON_Delete(json);
    return result;
}

static int set_input(struct model *m, const char *kind, const uint32_t shape[3],
                     struct mien_error *e)
{
    uint64_t width = 1;
    for (int i = 0; i < 3; i++) {
        m->input_shape[i] = shape[i];
        width *= shape[i];
        if (shape[i] == 0 || width > 1u << 24)
            return error_set(e, m->file.path, 0, "the input's shape is out of range (%u x %u x %u)",
                             shape[0], shape[1], shape[2]);
    }
    m->input_width = m->features = (uint32_t)width;
    m->input_kind = own_text(m, kind, e);
    m->values = calloc(1, sizeof *m->values);
    if (!m->input_kind || !m->values)
        return error_memory(e, "a model", 64);
    m->values[0] = (struct mien_value){
        .shape = {(int32_t)shape[0], (int32_t)shape[1], (int32_t)shape[2]}, .size = width};
    return 0;
}

static int set_classes(struct model *m, const char *const *names, uint32_t count,
                       struct mien_error *e)
{
    if (count < 2 || count > 256)
        return error_set(e, m->file.path, 0, "a model has 2 to 256 classes (%u)", count);
    m->class_names = model_own(m, count * sizeof *m->class_names, e);
    if (!m->class_names)
        return -1;
    for (m->classes = 0; m->classes < count; m->classes++)
        if (!(m->class_names[m->classes] = own_text(m, names[m->classes], e)))
            return -1;
    return 0;
}

int model_init(struct model *m, const char *kind, const char *input_kind, const uint32_t shape[3],
               const char *const *class_names, uint32_t classes, struct mien_error *e)
{
    *m = (struct model){.metadata = cJSON_CreateObject()};
    cJSON *input = cJSON_CreateObject();
    if (m->metadata && input && cJSON_AddStringToObject(input, "kind", input_kind) &&
        cJSON_AddItemToObject(input, "shape", cJSON_CreateIntArray((const int *)shape, 3)) &&
        (m->kind = own_text(m, kind, e)) && set_input(m, input_kind, shape, e) == 0 &&
        set_classes(m, class_names, classes, e) == 0 && model_set(m, "format", FORMAT, e) == 0 &&
        model_set(m, "kind", kind, e) == 0 &&
        set_json(m, "classes", cJSON_CreateStringArray(class_names, (int)classes), e) == 0 &&
        set_json(m, "input", input, e) == 0)
        return 0;
    model_free(m);
    return -1;
}

/* The node that `walk` has checked joins the chain. */
static int append(struct model *m, const struct mien_node *walked, struct mien_error *e)
{
    const int32_t count = m->graph.node_count;
    struct mien_node *nodes = realloc(m->nodes, (size_t)(count + 1) * sizeof *nodes);
    if (nodes)
        m->nodes = nodes;
    struct mien_value *values = realloc(m->values, (size_t)(count + 2) * sizeof *values);
    if (values)
        m->values = values;
    if (!nodes || !values)
        return error_memory(e, "a model's operators", (size_t)count * sizeof *nodes);
    const struct codec_sizes sizes = codec_sizes(walked);
    if (sizes.input != m->values[count].size)
        return error_set(
            e, m->file.path, 0,
            "operator %d (%s) takes %zu numbers but is given %zu; make the model again", (int)count,
            mien_operator_names[walked->op], sizes.input, m->values[count].size);
    nodes[count] = *walked;
    nodes[count].input = count;
    nodes[count].output = count + 1;
    nodes[count].scratch_size = sizes.scratch;
    values[count + 1] =
        (struct mien_value){.shape = {1, 1, (int32_t)sizes.output}, .size = sizes.output};
    m->graph.node_count = count + 1;
    return 0;
}

static int add(struct model *m, struct mien_node *n, struct mien_error *e)
{
    struct codec c = {
        .model = m, .direction = CODEC_COPY, .index = m->graph.node_count, .error = e};
    return codec_node(&c, n) == 0 ? append(m, n, e) : -1;
}

int model_add_features(struct model *m, const struct mien_features *f, struct mien_error *e)
{
    return add(m, &(struct mien_node){.op = MIEN_FEATURES, .u.features = *f}, e);
}

int model_add_standardize(struct model *m, const struct mien_standardize *s, struct mien_error *e)
{
    return add(m, &(struct mien_node){.op = MIEN_STANDARDIZE, .u.standardize = *s}, e);
}

int model_add_dense(struct model *m, const struct mien_dense *d, struct mien_error *e)
{
    return add(m, &(struct mien_node){.op = MIEN_DENSE, .u.dense = *d}, e);
}

int model_add_softmax(struct model *m, struct mien_error *e)
{
    const struct mien_softmax s = {(int32_t)m->values[m->graph.node_count].size};
    return add(m, &(struct mien_node){.op = MIEN_SOFTMAX, .u.softmax = s}, e);
}

int model_add_forest(struct model *m, const struct mien_forest *f, struct mien_error *e)
{
    return add(m, &(struct mien_node){.op = MIEN_FOREST, .u.forest = *f}, e);
}

int model_add_svm(struct model *m, const struct mien_svm *s, struct mien_error *e)
{
    return add(m, &(struct mien_node){.op = MIEN_SVM, .u.svm = *s}, e);
}

/* A place in the arena that is taken while operators [from, to] run. */
struct span {
    size_t offset, size;
    int32_t from, to;
};

/* First fit: the lowest offset that no span alive at the same time covers; multiples of 16 floats.
 */
static size_t place(const struct span *spans, size_t count, const struct span *s)
{
    size_t offset = 0;
    for (size_t i = 0; i < count; i++) {
        const struct span *o = &spans[i];
        if (o->from <= s->to && s->from <= o->to && o->offset < offset + s->size &&
            offset < o->offset + o->size) {
            offset = (o->offset + o->size + 15) / 16 * 16;
            i = (size_t)-1;
        }
    }
    return offset;
}

/* Give each value and scratch its place by liveness. */
static int plan(struct model *m, struct mien_error *e)
{
    const int32_t count = m->graph.node_count;
    struct span *spans = calloc((size_t)count * 2 + 1, sizeof *spans);
    if (!spans)
        return error_memory(e, "the arena's plan", (size_t)count * 2 * sizeof *spans);
    size_t used = 0;
    m->graph.arena_floats = 0;
    for (int32_t i = 0; i < count; i++) {
        struct mien_value *v = &m->values[m->nodes[i].output];
        struct span value = {.size = i == count - 1 ? 0 : v->size, .from = i, .to = i};
        struct span scratch = {.size = m->nodes[i].scratch_size, .from = i, .to = i};
        for (int32_t k = i + 1; k < count; k++)
            if (m->nodes[k].input == m->nodes[i].output)
                value.to = k;
        v->offset = value.offset = place(spans, used, &value);
        spans[used++] = value;
        m->nodes[i].scratch = scratch.offset = place(spans, used, &scratch);
        spans[used++] = scratch;
    }
    for (size_t i = 0; i < used; i++)
        if (spans[i].offset + spans[i].size > m->graph.arena_floats)
            m->graph.arena_floats = spans[i].offset + spans[i].size;
    if (m->graph.arena_floats == 0)
        m->graph.arena_floats = 1; /* an array of no elements is not C */
    free(spans);
    m->graph.nodes = m->nodes;
    m->graph.values = m->values;
    m->graph.value_count = count + 1;
    return 0;
}

int model_end_features(struct model *m, struct mien_error *e)
{
    m->graph.feature_nodes = m->graph.node_count;
    m->features = (uint32_t)m->values[m->graph.node_count].size;
    return plan(m, e);
}

int model_copy_features(struct model *m, const struct model *src, struct mien_error *e)
{
    for (int32_t i = 0; i < src->graph.feature_nodes; i++) {
        struct mien_node n = src->nodes[i];
        if (add(m, &n, e) != 0)
            return -1;
    }
    return model_end_features(m, e);
}

int model_finish(struct model *m, struct mien_error *e)
{
    const int32_t count = m->graph.node_count;
    if (count == m->graph.feature_nodes || m->values[count].size != m->classes)
        return error_set(e, m->file.path, 0,
                         "the last operator gives %zu numbers for %u classes; make the model again",
                         count == m->graph.feature_nodes ? 0 : m->values[count].size, m->classes);
    if (plan(m, e) != 0)
        return -1;
    struct sha256 h;
    sha256_start(&h);
    for (size_t i = 0; i < m->tensor_count; i++)
        sha256_add(&h, m->tensors[i].data, m->tensors[i].count * 4);
    sha256_finish(&h, m->weights_checksum);
    return 0;
}

static cJSON *graph_json(struct model *m, struct mien_error *e)
{
    cJSON *list = cJSON_CreateArray();
    for (int32_t i = 0; list && i < m->graph.node_count; i++) {
        cJSON *json = cJSON_CreateObject();
        struct codec c = {m, CODEC_WRITE, json, i, NULL, e};
        if (!json || !cJSON_AddItemToArray(list, json) ||
            !cJSON_AddStringToObject(json, "op", mien_operator_names[m->nodes[i].op]) ||
            (i < m->graph.feature_nodes && !cJSON_AddTrueToObject(json, "preprocessing")) ||
            codec_node(&c, &m->nodes[i]) != 0) {
            cJSON_Delete(list);
            return NULL;
        }
    }
    return list;
}

int model_save(struct model *m, const char *path, struct mien_error *e)
{
    if (model_finish(m, e) != 0 || set_json(m, "graph", graph_json(m, e), e) != 0 ||
        model_set(m, "weights_sha256", m->weights_checksum, e) != 0)
        return -1;
    return safetensors_write(path, m->tensors, m->tensor_count, m->metadata, e);
}

/* A metadata string that must be there and be JSON, for the caller to delete. */
static cJSON *get_json(const struct model *m, const char *key, struct mien_error *e)
{
    const char *text = model_get(m, key);
    cJSON *json = text ? cJSON_Parse(text) : NULL;
    if (!json)
        error_set(e, m->file.path, 0, "not a model mien can read (its metadata has no valid '%s')",
                  key);
    return json;
}

static int read_input(struct model *m, struct mien_error *e)
{
    cJSON *json = get_json(m, "input", e);
    if (!json)
        return -1;
    const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "kind"));
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "shape");
    uint32_t shape[3] = {0};
    for (int i = 0; i < 3; i++) {
        const cJSON *item = cJSON_GetArrayItem(list, i);
        if (cJSON_IsNumber(item) && item->valuedouble >= 1 && item->valuedouble <= 1 << 24)
            shape[i] = (uint32_t)item->valuedouble;
    }
    int result = kind ? set_input(m, kind, shape, e)
                      : error_set(e, m->file.path, 0, "the model's input has no kind");
    cJSON_Delete(json);
    return result;
}

static int read_classes(struct model *m, struct mien_error *e)
{
    cJSON *json = get_json(m, "classes", e);
    if (!json)
        return -1;
    const char *names[256];
    uint32_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        if (count < 256)
            names[count] = cJSON_IsString(item) ? item->valuestring : "?";
        count++;
    }
    int result = set_classes(m, names, count, e);
    cJSON_Delete(json);
    return result;
}

static int read_node(struct model *m, cJSON *json, bool *used, struct mien_error *e)
{
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "op"));
    struct mien_node n = {.op = MIEN_OPERATOR_COUNT};
    for (int i = 0; name && i < MIEN_OPERATOR_COUNT; i++)
        if (strcmp(name, mien_operator_names[i]) == 0)
            n.op = (enum mien_operator)i;
    if (n.op == MIEN_OPERATOR_COUNT)
        return error_set(e, m->file.path, 0,
                         "operator %d is unknown (%s); a newer mien may read it",
                         (int)m->graph.node_count, name ? name : "no name");
    struct codec c = {m, CODEC_READ, json, m->graph.node_count, used, e};
    if (codec_node(&c, &n) != 0 || append(m, &n, e) != 0)
        return -1;
    if (cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "preprocessing"))) {
        if (m->graph.feature_nodes != m->graph.node_count - 1)
            return error_set(e, m->file.path, 0,
                             "preprocessing behind the classifier (operator %d)", (int)c.index);
        return model_end_features(m, e);
    }
    return 0;
}

static int read_graph(struct model *m, struct mien_error *e)
{
    cJSON *json = get_json(m, "graph", e), *item;
    bool *used = calloc(m->file.count + 1, sizeof *used);
    int result = json && used ? 0 : -1;
    if (json && !used)
        error_memory(e, "a model's arrays", m->file.count);
    if (result == 0)
        cJSON_ArrayForEach(item, json)
        {
            if (result == 0)
                result = read_node(m, item, used, e);
        }
    for (size_t i = 0; result == 0 && i < m->file.count; i++)
        if (!used[i])
            result = error_set(e, m->file.path, 0,
                               "no operator uses the array '%s'; make the model again",
                               m->file.tensors[i].name);
    free(used);
    cJSON_Delete(json);
    return result;
}

/* Make m->file, just read, a runnable model; on an error nothing of it is left. */
static int read_model(struct model *m, struct mien_error *e)
{
    m->metadata = m->file.metadata;
    const char *format = model_get(m, "format"), *kind = model_get(m, "kind");
    if (!format || strcmp(format, FORMAT) != 0 || !kind) {
        error_set(e, m->file.path, 0, "not a model of mien (format is '%s', not '%s')",
                  format ? format : "not stated", FORMAT);
    } else if ((m->kind = own_text(m, kind, e)) && read_input(m, e) == 0 &&
               read_classes(m, e) == 0 && read_graph(m, e) == 0 && model_finish(m, e) == 0) {
        const char *stated = model_get(m, "weights_sha256");
        if (stated && strcmp(stated, m->weights_checksum) == 0)
            return 0;
        error_set(e, m->file.path, 0,
                  "the weights were changed or damaged (checksum %.12s, stated %.12s)",
                  m->weights_checksum, stated ? stated : "nothing");
    }
    model_free(m);
    return -1;
}

int model_open(struct model *m, const char *path, struct mien_error *e)
{
    *m = (struct model){0};
    return safetensors_open(&m->file, path, e) == 0 ? read_model(m, e) : -1;
}

int model_parse(struct model *m, const char *path, const void *data, size_t size,
                struct mien_error *e)
{
    *m = (struct model){0};
    return safetensors_parse(&m->file, path, data, size, e) == 0 ? read_model(m, e) : -1;
}

struct model_cost model_cost(const struct model *m)
{
    struct model_cost cost = {0};
    for (size_t i = 0; i < m->tensor_count; i++)
        cost.parameters += m->tensors[i].count;
    cost.bytes = 4 * cost.parameters;
    for (int32_t i = 0; i < m->graph.node_count; i++)
        cost.operations += codec_operations(&m->nodes[i]);
    return cost;
}

/* One of the graph's drivers over rows x [rows, input_width] -> out [rows, width], each row by
 * itself. */
static int each_row(const struct model *m,
                    void (*run)(const struct mien_graph *, const float *, float *, float *),
                    const float *x, uint32_t rows, float *out, uint32_t width, int threads,
                    struct mien_error *e)
{
    bool failed = false;
#pragma omp parallel num_threads(threads) reduction(|| : failed)
    {
        float *arena = malloc(m->graph.arena_floats * sizeof *arena);
        failed = !arena;
#pragma omp for schedule(static)
        for (uint32_t r = 0; r < rows; r++)
            if (arena)
                run(&m->graph, x + (size_t)r * m->input_width, out + (size_t)r * width, arena);
        free(arena);
    }
    return failed ? error_memory(e, "the arena", m->graph.arena_floats * sizeof(float)) : 0;
}

int model_predict(const struct model *m, const float *x, uint32_t rows, float *p, int threads,
                  struct mien_error *e)
{
    return each_row(m, mien_graph_run, x, rows, p, m->classes, threads, e);
}

int model_features(const struct model *m, const float *x, uint32_t rows, float *f, int threads,
                   struct mien_error *e)
{
    return each_row(m, mien_graph_features, x, rows, f, m->features, threads, e);
}
