/* peer.c - see peer.h. */
#include "trainer/bench/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

cJSON *peer_run(const char *command, struct mien_error *e)
{
    cJSON *objects = cJSON_CreateArray();
    FILE *out = popen(command, "r");
    if (!objects || !out) {
        error_system(e, command, "run");
        cJSON_Delete(objects);
        if (out)
            pclose(out);
        return NULL;
    }
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, out) > 0) {
        cJSON *json = cJSON_Parse(line);
        if (!cJSON_IsObject(json) || !cJSON_AddItemToArray(objects, json))
            cJSON_Delete(json);
    }
    free(line);
    const int status = pclose(out);
    if (status == 0 && cJSON_GetArraySize(objects) > 0)
        return objects;
    error_set(e, NULL, 0, "the peer '%s' gave no JSON object on a line (exit status %d)", command,
              WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    cJSON_Delete(objects);
    return NULL;
}
