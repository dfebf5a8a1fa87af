/* sitter.c - see sitter.h. */
#include "viewer/studio/sitter.h"

#include <stdlib.h>

#include "runtime/host/face_networks.h"
#include "viewer/mask/presets.h"

/* The largest of the faces that were found, which the mask is of; NULL: none was looked for. */
static const struct mien_face *largest(const struct mien_faces *faces)
{
    const struct mien_face *most = NULL, *face;
    for (int32_t i = 0; (face = mien_faces_get(faces, i)); i++)
        if (!most || face->box.width * face->box.height > most->box.width * most->box.height)
            most = face;
    return most;
}

static int make(struct mask *m, struct figure *f, const char *what,
                const struct face_networks *networks, struct mien_error *e)
{
    struct mien_faces_options o =
        mien_faces_defaults(&networks->detector.graph, &networks->mesh.graph);
    o.most = 8;
    const size_t size = mien_faces_memory(&o);
    void *memory = malloc(size);
    struct mien_faces *faces = memory ? mien_faces_init(&o, memory) : NULL;
    int result = faces ? mask_make(m, what, faces, e) : error_memory(e, what, size);
    const struct mien_face *face = result == 0 ? largest(faces) : NULL;
    if (face)
        figure_fit(f, face);
    free(memory);
    return result;
}

int sitter_open(struct mask *m, struct figure *f, const char *what, struct mien_error *e)
{
    struct face_networks networks = {0};
    figure_init(f);
    if (mask_preset_named(what) < 0 && mask_is_file(what))
        return mask_open(m, what, e);
    const int result = face_networks_open(&networks, e) == 0 ? make(m, f, what, &networks, e) : -1;
    face_networks_close(&networks);
    return result;
}
