/* tflite_model.c - see tflite_model.h. */
#include "trainer/import/tflite_model.h"

#include "trainer/import/tflite_graph.h"

static int set_range(struct model *m, const struct tflite_options *o, struct mien_error *e)
{
    const double range[2] = {o->low, o->high};
    if (o->low == o->high)
        return 0;
    cJSON *input = cJSON_Parse(model_get(m, "input")), *list = cJSON_CreateDoubleArray(range, 2);
    if (!input || !list || !cJSON_AddItemToObject(input, "range", list)) {
        cJSON_Delete(list);
        cJSON_Delete(input);
        input = NULL;
    }
    return import_set_json(m, "input", input, e);
}

int tflite_model(struct model *m, const char *path, const struct tflite_options *o,
                 struct mien_error *e)
{
    struct tflite t;
    *m = (struct model){0};
    if (tflite_open(&t, path, e) != 0)
        return -1;
    int result = tflite_graph(m, &t, o->outputs, o->output_count, e);
    if (result == 0 &&
        (set_range(m, o, e) != 0 || import_set_origin(m, t.path, &t.map, &o->from, e) != 0)) {
        model_free(m);
        result = -1;
    }
    tflite_close(&t);
    return result;
}
