/* face_networks.c - see face_networks.h. */
#include "runtime/host/face_networks.h"

#include <limits.h>

#include "runtime/host/home.h"

static int open_one(struct model *m, const char *name, struct mien_error *e)
{
    char path[PATH_MAX];
    return home_path(path, sizeof path, name, e) == 0 ? model_open(m, path, e) : -1;
}

int face_networks_open(struct face_networks *n, struct mien_error *e)
{
    *n = (struct face_networks){0};
    if (open_one(&n->detector, FACE_DETECTOR_FILE, e) == 0 &&
        open_one(&n->mesh, FACE_MESH_FILE, e) == 0)
        return 0;
    face_networks_close(n);
    return -1;
}

void face_networks_close(struct face_networks *n)
{
    model_free(&n->detector);
    model_free(&n->mesh);
    *n = (struct face_networks){0};
}
