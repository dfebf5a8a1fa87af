/* model.c - see model.h. */
#include "runtime/host/model.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/cpu.h"
#include "runtime/host/model_operators.h"
#include "runtime/host/model_plan.h"
#include "runtime/host/sha256.h"

static const char FORMAT[] = "mien-model 1";

enum { VALUE_MOST = 1 << 26 }; /* floats of one value: a 4096 x 4096 map of four channels */

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
    m->graph.workers = 1;
    m->input_kind = own_text(m, kind, e);
    m->values = calloc(1, sizeof *m->values);
    if (!m->input_kind || !m->values)
        return error_memory(e, "a model", 64);
    m->values[0] = (struct mien_value){
        .map = {(int32_t)shape[0], (int32_t)shape[1], (int32_t)shape[2], (int32_t)shape[2]},
        .size = width,
        .output = -1};
    return 0;
}

static int set_classes(struct model *m, const char *const *names, uint32_t count,
                       struct mien_error *e)
{
    if (count == 1 || count > 256)
        return error_set(e, m->file.path, 0, "a model has 2 to 256 classes, or none (%u)", count);
    m->class_names = model_own(m, (count + 1) * sizeof *m->class_names, e);
    if (!m->class_names)
        return -1;
    for (m->classes = 0; m->classes < count; m->classes++)
        if (!(m->class_names[m->classes] = own_text(m, names[m->classes], e)))
            return -1;
    return 0;
}

static cJSON *input_json(const char *kind, const uint32_t shape[3])
{
    cJSON *input = cJSON_CreateObject();
    cJSON *list = cJSON_CreateIntArray((const int *)shape, 3);
    if (cJSON_AddStringToObject(input, "kind", kind) && cJSON_AddItemToObject(input, "shape", list))
        return input;
    cJSON_Delete(list);
    cJSON_Delete(input);
    return NULL;
}

int model_init(struct model *m, const char *kind, const char *input_kind, const uint32_t shape[3],
               const char *const *class_names, uint32_t classes, struct mien_error *e)
{
    *m = (struct model){.metadata = cJSON_CreateObject()};
    if (m->metadata && (m->kind = own_text(m, kind, e)) &&
        set_input(m, input_kind, shape, e) == 0 && set_classes(m, class_names, classes, e) == 0 &&
        model_set(m, "format", FORMAT, e) == 0 && model_set(m, "kind", kind, e) == 0 &&
        set_json(m, "classes",
                 classes ? cJSON_CreateStringArray(class_names, (int)classes) : cJSON_CreateArray(),
                 e) == 0 &&
        set_json(m, "input", input_json(input_kind, shape), e) == 0)
        return 0;
    model_free(m);
    return -1;
}

/* Its inputs are values that are there already, and not raw input behind the features. */
static int check_inputs(const struct model *m, const struct mien_node *n, struct mien_error *e)
{
    const struct codec_operator *o = codec_operators[n->op];
    bool fit = n->input_count >= o->least_inputs && n->input_count <= o->most_inputs;
    for (int32_t i = 0; fit && i < n->input_count; i++)
        fit = n->inputs[i] >= m->graph.feature_nodes && n->inputs[i] <= m->graph.node_count;
    return fit ? 0
               : error_set(e, m->file.path, 0,
                           "operator %d (%s) reads values that are not there; make the model again",
                           (int)m->graph.node_count, mien_operator_names[n->op]);
}

/* Room for one more operator and its value. */
static int grow(struct model *m, struct mien_error *e)
{
    const size_t count = (size_t)m->graph.node_count;
    struct mien_node *nodes = realloc(m->nodes, (count + 1) * sizeof *nodes);
    if (nodes)
        m->nodes = nodes;
    struct mien_value *values = realloc(m->values, (count + 2) * sizeof *values);
    if (values)
        m->values = values;
    return nodes && values ? 0 : error_memory(e, "a model's operators", count * sizeof *nodes);
}

/* The node that a walk has checked joins the list. */
static int append(struct model *m, const struct mien_node *walked, struct mien_error *e)
{
    const int32_t count = m->graph.node_count;
    const struct codec_operator *o = codec_operators[walked->op];
    const size_t given = codec_map_size(&m->values[walked->inputs[0]].map);
    if (o->input && o->input(walked) != given)
        return error_set(
            e, m->file.path, 0,
            "operator %d (%s) takes %zu numbers but is given %zu; make the model again", (int)count,
            mien_operator_names[walked->op], o->input(walked), given);
    const struct mien_map *in = &m->values[walked->inputs[0]].map;
    if (o->input && (in->h > 1 || in->w > 1) && in->c % MIEN_BLOCK &&
        walked->inputs[0] > m->graph.feature_nodes)
        return error_set(
            e, m->file.path, 0,
            "operator %d (%s) reads a map (%d x %d x %d) as a vector; reshape it first", (int)count,
            mien_operator_names[walked->op], (int)in->h, (int)in->w, (int)in->c);
    const struct mien_map out = o->output(walked);
    const uint64_t size = (uint64_t)out.h * (uint64_t)out.w * (uint64_t)MIEN_STRIDE(out.c);
    if (size > VALUE_MOST)
        return error_set(e, m->file.path, 0,
                         "operator %d (%s) makes too large a map (%d x %d x %d)", (int)count,
                         mien_operator_names[walked->op], (int)out.h, (int)out.w, (int)out.c);
    if (grow(m, e) != 0)
        return -1;
    m->nodes[count] = *walked;
    m->values[count + 1] = (struct mien_value){.map = out, .output = -1};
    m->graph.node_count = count + 1;
    return 0;
}

static int add(struct model *m, struct mien_node *n, struct mien_error *e)
{
    struct codec c = {
        .model = m, .direction = CODEC_COPY, .index = m->graph.node_count, .error = e};
    if (n->input_count == 0) {
        n->inputs[0] = m->graph.node_count;
        n->input_count = 1;
    }
    return check_inputs(m, n, e) || codec_operators[n->op]->walk(&c, n) || append(m, n, e) ? -1 : 0;
}

int32_t model_add_node(struct model *m, const struct mien_node *n, struct mien_error *e)
{
    struct mien_node copy = *n;
    return add(m, &copy, e) == 0 ? m->graph.node_count : -1;
}

int model_set_outputs(struct model *m, const int32_t *values, const char *const *names,
                      int32_t count, struct mien_error *e)
{
    if (count < 1 || count > MIEN_OUTPUTS_MAX)
        return error_set(e, m->file.path, 0, "a model has 1 to %d outputs (%d)", MIEN_OUTPUTS_MAX,
                         (int)count);
    if (!m->output_names[0] && m->graph.output_count > 0) /* what a plan has taken for it so far */
        m->values[m->graph.outputs[0]].output = -1;
    for (int32_t i = 0; i < count; i++) {
        if (values[i] < 1 || values[i] > m->graph.node_count || m->values[values[i]].output >= 0)
            return error_set(e, m->file.path, 0, "output '%s' is no value of the model's",
                             names[i]);
        if (!(m->output_names[i] = own_text(m, names[i], e)))
            return -1;
        m->graph.outputs[i] = values[i];
        m->graph.output_count = i + 1;
        m->values[values[i]].output = i;
    }
    return 0;
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
    const struct mien_softmax s = {(int32_t)codec_map_size(&m->values[m->graph.node_count].map)};
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

int model_end_features(struct model *m, struct mien_error *e)
{
    m->graph.feature_nodes = m->graph.node_count;
    m->features = (uint32_t)codec_map_size(&m->values[m->graph.node_count].map);
    return model_use(m, cpu_best_kernels(), 1, e);
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
    const size_t given =
        count == m->graph.feature_nodes ? 0 : codec_map_size(&m->values[count].map);
    if (m->classes > 0 && (given != m->classes || m->output_names[0]))
        return error_set(e, m->file.path, 0,
                         "the last operator gives %zu numbers for %u classes; make the model again",
                         given, m->classes);
    if (m->classes == 0 && !m->output_names[0])
        return error_set(e, m->file.path, 0, "the model has neither classes nor outputs");
    struct sha256 h;
    sha256_start(&h);
    for (size_t i = 0; i < m->tensor_count; i++)
        sha256_add(&h, m->tensors[i].data, safetensors_bytes(&m->tensors[i]));
    sha256_finish(&h, m->weights_checksum);
    return model_use(m, cpu_best_kernels(), 1, e);
}

int model_use(struct model *m, const struct mien_kernels *kernels, int32_t workers,
              struct mien_error *e)
{
    m->graph.kernels = kernels;
    m->graph.workers = workers;
    return model_plan(m, e);
}

/* "from" names the values an operator reads, where that is not the last one alone. */
static int write_inputs(cJSON *json, const struct mien_node *n, int32_t index)
{
    if (n->input_count == 1 && n->inputs[0] == index)
        return 0;
    cJSON *from = cJSON_CreateIntArray(n->inputs, n->input_count);
    return from && cJSON_AddItemToObject(json, "from", from) ? 0 : -1;
}

static cJSON *outputs_json(const struct model *m)
{
    cJSON *list = cJSON_CreateArray();
    for (int32_t i = 0; list && i < m->graph.output_count; i++) {
        cJSON *json = cJSON_CreateObject();
        if (!json || !cJSON_AddItemToArray(list, json) ||
            !cJSON_AddStringToObject(json, "name", m->output_names[i]) ||
            !cJSON_AddNumberToObject(json, "value", m->graph.outputs[i])) {
            cJSON_Delete(list);
            return NULL;
        }
    }
    return list;
}

static cJSON *graph_json(struct model *m, struct mien_error *e)
{
    cJSON *list = cJSON_CreateArray();
    for (int32_t i = 0; list && i < m->graph.node_count; i++) {
        cJSON *json = cJSON_CreateObject();
        struct codec c = {m, CODEC_WRITE, json, i, NULL, e};
        struct mien_node n = m->nodes[i]; /* a walk makes its maps anew */
        if (!json || !cJSON_AddItemToArray(list, json) ||
            !cJSON_AddStringToObject(json, "op", mien_operator_names[n.op]) ||
            (i < m->graph.feature_nodes && !cJSON_AddTrueToObject(json, "preprocessing")) ||
            write_inputs(json, &n, i) != 0 || codec_operators[n.op]->walk(&c, &n) != 0) {
            cJSON_Delete(list);
            return NULL;
        }
    }
    return list;
}

int model_halve(struct model *m, struct mien_error *e)
{
    for (size_t i = 0; i < m->tensor_count; i++)
        if (m->tensors[i].type == SAFETENSORS_F32 && codec_narrow(m, &m->tensors[i], e) != 0)
            return -1;
    return 0;
}

int model_save(struct model *m, const char *path, struct mien_error *e)
{
    if (model_finish(m, e) != 0 || set_json(m, "graph", graph_json(m, e), e) != 0 ||
        (m->output_names[0] && set_json(m, "outputs", outputs_json(m), e) != 0) ||
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

/* A whole number of JSON, -1 where it is none or out of range. */
static int32_t index_of(const cJSON *item, int32_t most)
{
    const bool fits = cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble <= most;
    return fits ? (int32_t)item->valuedouble : -1;
}

static void read_inputs(const struct model *m, const cJSON *json, struct mien_node *n)
{
    const cJSON *from = cJSON_GetObjectItemCaseSensitive(json, "from"), *item;
    n->inputs[0] = m->graph.node_count;
    n->input_count = from ? 0 : 1;
    cJSON_ArrayForEach(item, from)
    {
        if (n->input_count < MIEN_INPUTS_MAX)
            n->inputs[n->input_count] = index_of(item, m->graph.node_count);
        if (n->input_count <= MIEN_INPUTS_MAX)
            n->input_count++; /* one too many is refused with the others */
    }
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
    read_inputs(m, json, &n);
    return check_inputs(m, &n, e) || codec_operators[n.op]->walk(&c, &n) || append(m, &n, e) ? -1
                                                                                             : 0;
}

/* How many operators make the feature vector: the first of the list. */
static int count_features(const struct model *m, const cJSON *list, int32_t *count,
                          struct mien_error *e)
{
    const cJSON *item;
    int32_t index = 0;
    *count = 0;
    cJSON_ArrayForEach(item, list)
    {
        const bool first = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "preprocessing"));
        if (first && *count != index)
            return error_set(e, m->file.path, 0,
                             "preprocessing behind the classifier (operator %d)", (int)index);
        *count += first;
        index++;
    }
    return 0;
}

static int read_graph(struct model *m, struct mien_error *e)
{
    cJSON *json = get_json(m, "graph", e), *item;
    bool *used = calloc(m->file.count + 1, sizeof *used);
    int32_t features = 0;
    int result = json && used ? count_features(m, json, &features, e) : -1;
    if (json && !used)
        error_memory(e, "a model's arrays", m->file.count);
    if (result == 0)
        cJSON_ArrayForEach(item, json)
        {
            if (result == 0)
                result = read_node(m, item, used, e);
            if (result == 0 && m->graph.node_count == features)
                result = model_end_features(m, e);
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

static int read_outputs(struct model *m, struct mien_error *e)
{
    if (!model_get(m, "outputs"))
        return 0;
    cJSON *json = get_json(m, "outputs", e);
    if (!json)
        return -1;
    int32_t values[MIEN_OUTPUTS_MAX], count = 0;
    const char *names[MIEN_OUTPUTS_MAX];
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "name"));
        if (count < MIEN_OUTPUTS_MAX) {
            names[count] = name ? name : "?";
            values[count] = index_of(cJSON_GetObjectItemCaseSensitive(item, "value"), INT32_MAX);
        }
        count++;
    }
    int result = model_set_outputs(m, values, names, count, e);
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
               read_classes(m, e) == 0 && read_graph(m, e) == 0 && read_outputs(m, e) == 0 &&
               model_finish(m, e) == 0) {
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

uint64_t model_operations(const struct model *m, int32_t node)
{
    return codec_operators[m->nodes[node].op]->operations(&m->nodes[node]);
}

struct model_cost model_cost(const struct model *m)
{
    struct model_cost cost = {0};
    for (size_t i = 0; i < m->tensor_count; i++)
        cost.parameters += m->tensors[i].count;
    cost.bytes = 4 * cost.parameters;
    for (int32_t i = 0; i < m->graph.node_count; i++)
        cost.operations += model_operations(m, i);
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
