/* portrait_file.c - see portrait_file.h. */
#include "viewer/puppet/portrait_file.h"

#include <math.h>
#include <stdlib.h>

#include <cjson/cJSON.h>

#include "runtime/face/mien_face_mesh.h"
#include "runtime/host/file.h"

enum { BYTES_MAX = 1 << 20 }; /* some 16 KB a face */

static const cJSON *first_of(const cJSON *object, const char *name)
{
    return cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(object, name), 0);
}

/* -1 unless `list` is [468, 3] finite numbers. */
static int read_list(const cJSON *list, float *landmarks)
{
    const cJSON *point;
    int i = 0;
    if (!cJSON_IsArray(list) || cJSON_GetArraySize(list) != MIEN_MESH_POINTS)
        return -1;
    cJSON_ArrayForEach(point, list)
    {
        if (!cJSON_IsArray(point) || cJSON_GetArraySize(point) != 3)
            return -1;
        for (const cJSON *number = point->child; number; number = number->next) {
            if (!cJSON_IsNumber(number) || !(fabs(number->valuedouble) < 1e6))
                return -1;
            landmarks[i++] = (float)number->valuedouble;
        }
    }
    return 0;
}

int portrait_landmarks(const char *path, float *landmarks, struct mien_error *e)
{
    char *text = file_text(path, BYTES_MAX, e);
    if (!text)
        return -1;
    cJSON *root = cJSON_Parse(text);
    const cJSON *face = first_of(first_of(root, "pictures"), "faces");
    int result = read_list(cJSON_GetObjectItemCaseSensitive(face, "landmarks"), landmarks);
    if (result != 0)
        error_set(e, path, 0,
                  "no landmarks of a face (pictures[0].faces[0].landmarks: %d triples of numbers); "
                  "make the file again: mien face PICTURE --json > %s",
                  MIEN_MESH_POINTS, path);
    cJSON_Delete(root);
    free(text);
    return result;
}
