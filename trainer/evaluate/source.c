/* source.c - see source.h. */
#include "trainer/evaluate/source.h"

#include <stdlib.h>
#include <sys/stat.h>

int source_open(struct model *m, const char *run, struct mien_error *e)
{
    struct stat st;
    *m = (struct model){0};
    if (stat(run, &st) != 0)
        return error_system(e, run, "find the run");
    if (!S_ISDIR(st.st_mode))
        return model_open(m, run, e);
    char *path = file_join(run, "model.safetensors");
    int result = -1;
    if (!path)
        error_memory(e, run, 0);
    else if (stat(path, &st) != 0)
        error_set(e, run, 0,
                  "there is no model (no model.safetensors in the folder); finish the run "
                  "with 'mien train --resume %s', or name a run",
                  run);
    else
        result = model_open(m, path, e);
    free(path);
    return result;
}
