/* importance.c - see importance.h. */
#include "trainer/evaluate/importance.h"

enum { SHOWN = 6 };

/* The name of number `index` of what the operator makes. */
static void landmark_feature_name(const struct mien_features *f, uint32_t index, char *out,
                                  size_t size)
{
    const uint32_t dimensions = (uint32_t)f->dimensions;
    const uint32_t coordinates = (uint32_t)MIEN_FEATURES_SIZE(f->points, f->dimensions, 0);
    if (index < coordinates) {
        snprintf(out, size, "%c of %u", "xyz"[index % dimensions], index / dimensions);
    } else if (index < coordinates + MIEN_DISTANCES68) {
        const uint8_t *pair = mien_distances68[index - coordinates];
        snprintf(out, size, "distance %u-%u", pair[0], pair[1]);
    } else {
        const uint8_t *three = mien_angles68[index - coordinates - MIEN_DISTANCES68];
        snprintf(out, size, "angle at %u (%u, %u)", three[1], three[0], three[2]);
    }
}

const char *feature_name(const struct model *m, uint32_t index, char *out, size_t size)
{
    const struct mien_node *first = m->graph.feature_nodes ? &m->nodes[0] : NULL;
    bool projected = false;
    for (int32_t i = 0; i < m->graph.feature_nodes; i++)
        projected |= m->nodes[i].op == MIEN_DENSE;
    if (projected)
        snprintf(out, size, "component %u", index + 1);
    else if (!first || first->op != MIEN_FEATURES)
        snprintf(out, size, "feature %u", index + 1);
    else
        landmark_feature_name(&first->u.features, index, out, size);
    return out;
}

void importance_print(const struct model *m, FILE *stream)
{
    const char *text = model_get(m, "importances");
    cJSON *list = text ? cJSON_Parse(text) : NULL;
    if (cJSON_GetArraySize(list) != (int)m->features) {
        cJSON_Delete(list);
        return;
    }
    fprintf(stream, "decides by");
    for (int shown = 0; shown < SHOWN && shown < (int)m->features; shown++) {
        char name[48];
        int best = 0, place = 0;
        cJSON *item, *most = NULL;
        cJSON_ArrayForEach(item, list)
        {
            if (!most || item->valuedouble > most->valuedouble) {
                most = item;
                best = place;
            }
            place++;
        }
        fprintf(stream, "%s %s %.1f %%", shown ? "," : "",
                feature_name(m, (uint32_t)best, name, sizeof name), 100 * most->valuedouble);
        most->valuedouble = -1;
    }
    fprintf(stream, "\n");
    cJSON_Delete(list);
}
