/* verb_import.c - `mien import`: a network of TensorFlow Lite's or Darknet's becomes a model of
 * mien's. */
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "runtime/host/cli/cli.h"
#include "trainer/import/darknet_model.h"
#include "trainer/import/model_table.h"
#include "trainer/import/tflite_model.h"

extern const struct cli_verb verb_import;

struct options {
    const char *out, *range;
    struct darknet_options darknet;
    struct import_origin from;
    struct cli_list outputs;
    bool json;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct options, out), 0, 0, "FILE.safetensors",
     "the model to write (none: print the table alone)"},
    {"cfg", 'c', CLI_STRING, offsetof(struct options, darknet.cfg), 0, 0, "FILE.cfg",
     "the network that Darknet's .weights are of"},
    {"classes", 0, CLI_STRING, offsetof(struct options, darknet.classes), 0, 0, "NAME,...",
     "with --cfg: the classes' names, in the outputs' order"},
    {"names", 0, CLI_STRING, offsetof(struct options, darknet.names), 0, 0, "FILE",
     "or a file of them, one a line"},
    {"data", 'd', CLI_STRING, offsetof(struct options, darknet.data), 0, 0, "SET",
     "or the data set that has them, which mien eval will then measure on"},
    {"output", 0, CLI_LIST, offsetof(struct options, outputs), 0, 0, "NAME",
     "name of an output, in the file's order; once for each (their tensors' names)"},
    {"input-range", 0, CLI_STRING, offsetof(struct options, range), 0, 0, "LOW:HIGH",
     "what a pixel's 0 and 255 are scaled to, for the model's metadata"},
    {"origin", 0, CLI_STRING, offsetof(struct options, from.origin), 0, 0, "TEXT",
     "where the file is from, for its metadata"},
    {"licence", 0, CLI_STRING, offsetof(struct options, from.licence), 0, 0, "TEXT",
     "the licence it is under, for its metadata"},
    {"json", 0, CLI_FLAG, offsetof(struct options, json), 0, 0, NULL, "print the table as JSON"},
};

/* "-1:1" into two numbers. */
static int parse_range(const char *text, double *low, double *high, struct mien_error *e)
{
    const char *colon = text ? strchr(text, ':') : NULL;
    char first[32] = "";
    if (!text)
        return 0;
    if (colon && (size_t)(colon - text) < sizeof first)
        memcpy(first, text, (size_t)(colon - text));
    if (!colon || !text_number(first, low) || !text_number(colon + 1, high) || *low >= *high)
        return error_usage(e, "--input-range takes two rising numbers such as 0:1 (it was '%s')",
                           text);
    return 0;
}

/* Classes' probabilities have no name of their own in a model. */
static const char *output_name(const struct model *m, int32_t i)
{
    return m->output_names[i] ? m->output_names[i] : "probabilities";
}

static cJSON *summary(const struct model *m, const struct table *t, const char *file)
{
    const struct model_cost cost = model_cost(m);
    cJSON *root = cJSON_CreateObject(), *outputs = cJSON_AddArrayToObject(root, "outputs");
    cJSON_AddStringToObject(root, "file", file);
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        cJSON *o = cJSON_CreateObject();
        cJSON_AddStringToObject(o, "name", output_name(m, i));
        cJSON_AddNumberToObject(o, "value", m->graph.outputs[i]);
        cJSON_AddItemToArray(outputs, o);
    }
    cJSON_AddNumberToObject(root, "parameters", (double)cost.parameters);
    cJSON_AddNumberToObject(root, "operations", (double)cost.operations);
    cJSON_AddNumberToObject(root, "arena_bytes", (double)m->graph.arena_floats * sizeof(float));
    cJSON_AddBoolToObject(root, "float16", m->half);
    cJSON_AddStringToObject(root, "weights_sha256", m->weights_checksum);
    cJSON_AddItemToObject(root, "operators", table_json(t));
    return root;
}

static int print_json(const struct model *m, const struct table *t, const char *file,
                      struct mien_error *e)
{
    cJSON *root = summary(m, t, file);
    char *text = cJSON_Print(root);
    if (text)
        puts(text);
    cJSON_free(text);
    cJSON_Delete(root);
    return text ? 0 : error_memory(e, "the table", 0);
}

static int print_table(const struct model *m, const struct table *t, struct mien_error *e)
{
    char bytes[32];
    if (table_print(t, stdout, TABLE_TERMINAL, e) != 0)
        return -1;
    printf("\n");
    for (int32_t i = 0; i < m->graph.output_count; i++)
        printf("%s '%s' is %d", i ? "," : "outputs:", output_name(m, i), (int)m->graph.outputs[i]);
    printf("; arena: %s bytes; weights: %s\n",
           text_count(bytes, sizeof bytes, (long long)(m->graph.arena_floats * sizeof(float))),
           m->half ? "float16" : "float32");
    return 0;
}

static bool ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text), count = strlen(end);
    return length >= count && strcmp(text + length - count, end) == 0;
}

static int read_tflite(struct model *m, const char *file, const struct options *o,
                       struct mien_error *e)
{
    struct tflite_options t = {
        .outputs = o->outputs.items, .output_count = o->outputs.count, .from = o->from};
    if (ends_in(file, ".weights"))
        return error_usage(e, "%s is Darknet's; name its network with --cfg FILE.cfg", file);
    if (o->darknet.classes || o->darknet.names || o->darknet.data)
        return error_usage(e, "--classes, --names and --data go with --cfg");
    return parse_range(o->range, &t.low, &t.high, e) == 0 ? tflite_model(m, file, &t, e) : -1;
}

static int read_darknet(struct model *m, const char *file, const struct options *o,
                        struct mien_error *e)
{
    struct darknet_options d = o->darknet;
    d.from = o->from;
    if (o->range || o->outputs.count > 0)
        return error_usage(e, "--output and --input-range are for TensorFlow Lite's files");
    return darknet_model(m, file, &d, e);
}

static int import(const char *file, const struct options *o, struct mien_error *e)
{
    struct model m;
    struct table table;
    if ((o->darknet.cfg ? read_darknet : read_tflite)(&m, file, o, e) != 0)
        return -1;
    int result = o->out ? import_save(&m, o->out, e) : 0;
    if (result == 0) {
        model_table(&table, &m, !o->json);
        result = o->json ? print_json(&m, &table, file, e) : print_table(&m, &table, e);
        table_free(&table);
    }
    if (result == 0 && o->out)
        fprintf(stderr, "%s: written, read back, and it answers; weights %.12s\n", o->out,
                m.weights_checksum);
    model_free(&m);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct options o = {0};
    int count;
    const int result = cli_parse(&verb_import, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    return import(argv[0], &o, e);
}

const struct cli_verb verb_import = {
    .name = "import",
    .summary = "Make a model of a TensorFlow Lite or Darknet network.",
    .example = "mien import face_landmark.tflite -o models/face_mesh.safetensors",
    .usage =
        "mien import FILE.tflite | FILE.weights --cfg FILE.cfg [-o FILE.safetensors] [options]",
    .details =
        "Of TensorFlow Lite it reads convolutional networks of float32, or with float16 weights; "
        "an operator that mien does not know is named with its place in the file. Operators that "
        "follow a convolution (ADD, PAD of channels, RELU, PRELU) become part of it, a depthwise "
        "one in front of a 1x1 one too. Of Darknet it reads classifiers: the cfg's size of "
        "pictures is the model's, which divides their numbers by 255 as Darknet does, and "
        "normalisation becomes part of the convolutions. Prints the graph that this gives as a "
        "table. What is written is read back, and must answer.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
