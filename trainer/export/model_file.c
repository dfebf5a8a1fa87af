/* model_file.c - a model as a file of its own: what a run holds of it, without the run.
 *
 * What is said of it afterwards, its accuracy above all, must hold for what the file gives: so the
 * file is opened anew and the caller measures that. */
#include <string.h>

#include "trainer/export/export.h"

bool export_is_model_file(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && strcmp(dot, ".safetensors") == 0;
}

int export_model_file(struct model *written, struct model *m, bool half, const char *path,
                      struct mien_error *e)
{
    *written = (struct model){0};
    if ((half && model_halve(m, e) != 0) || model_save(m, path, e) != 0)
        return -1;
    return model_open(written, path, e);
}
