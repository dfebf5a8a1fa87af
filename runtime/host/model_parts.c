/* model_parts.c - see model_parts.h. */
#include "runtime/host/model_parts.h"

#include <math.h>
#include <string.h>

static cJSON *part_json(const struct model_part *p)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *shape = cJSON_CreateIntArray((const int *)p->shape, 3);
    if (cJSON_AddStringToObject(object, "kind", p->kind) &&
        cJSON_AddItemToObject(object, "shape", shape))
        return object;
    cJSON_Delete(shape);
    cJSON_Delete(object);
    return NULL;
}

static bool add_parts(cJSON *input, const struct model_part *parts, uint32_t count)
{
    cJSON *list = cJSON_AddArrayToObject(input, "parts");
    bool added = list != NULL;
    for (uint32_t i = 0; added && i < count; i++) {
        cJSON *part = part_json(&parts[i]);
        added = part && cJSON_AddItemToArray(list, part);
    }
    return added;
}

int model_set_parts(struct model *m, const struct model_part *parts, uint32_t count,
                    struct mien_error *e)
{
    cJSON *input = cJSON_Parse(model_get(m, "input"));
    char *text = input && add_parts(input, parts, count) ? cJSON_PrintUnformatted(input) : NULL;
    int result = text ? model_set(m, "input", text, e) : error_memory(e, "a model's parts", 256);
    cJSON_free(text);
    cJSON_Delete(input);
    return result;
}

static bool read_part(const cJSON *object, uint32_t start, uint32_t limit, struct model_part *p)
{
    const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "kind"));
    const cJSON *shape = cJSON_GetObjectItemCaseSensitive(object, "shape");
    uint64_t width = 1;
    *p = (struct model_part){.start = start};
    for (int i = 0; i < 3; i++) {
        const cJSON *side = cJSON_GetArrayItem(shape, i);
        if (!cJSON_IsNumber(side) || !(side->valuedouble >= 1 && side->valuedouble <= limit))
            return false;
        p->shape[i] = (uint32_t)side->valuedouble;
        width *= p->shape[i];
        if (width > limit)
            return false;
    }
    p->width = (uint32_t)width;
    if (!kind || strlen(kind) >= sizeof p->kind)
        return false;
    strcpy(p->kind, kind);
    return true;
}

uint32_t model_parts(const struct model *m, struct model_part *parts)
{
    const char *text = model_get(m, "input");
    cJSON *input = text ? cJSON_Parse(text) : NULL;
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(input, "parts"), *object;
    uint32_t count = 0, start = 0;
    bool read = strcmp(m->input_kind, "mixed") == 0;
    cJSON_ArrayForEach(object, list)
    {
        read = read && count < MODEL_PARTS_MAX &&
               read_part(object, start, m->input_width - start, &parts[count]);
        if (read)
            start += parts[count++].width;
    }
    cJSON_Delete(input);
    return read && start == m->input_width ? count : 0;
}

struct model_range model_input_range(const struct model *m)
{
    struct model_range range = {0.0f, 1.0f, false};
    const char *input = model_get(m, "input");
    cJSON *json = input ? cJSON_Parse(input) : NULL;
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(json, "range");
    const cJSON *low = cJSON_GetArrayItem(list, 0), *high = cJSON_GetArrayItem(list, 1);
    if (cJSON_IsNumber(low) && cJSON_IsNumber(high) && fabs(low->valuedouble) < 1e30 &&
        fabs(high->valuedouble) < 1e30)
        range = (struct model_range){(float)low->valuedouble, (float)high->valuedouble, true};
    cJSON_Delete(json);
    return range;
}
