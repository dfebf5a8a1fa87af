/* mask_case.c - see mask_case.h. */
#include "mask_case.h"

void finder_open(struct finder *f)
{
    struct mien_error e;
    if (face_networks_open(&f->networks, &e) != 0)
        fail_msg("%s", e.text);
    struct mien_faces_options o =
        mien_faces_defaults(&f->networks.detector.graph, &f->networks.mesh.graph);
    f->memory = malloc(mien_faces_memory(&o));
    f->faces = mien_faces_init(&o, f->memory);
    assert_non_null(f->faces);
}

void finder_close(struct finder *f)
{
    free(f->memory);
    face_networks_close(&f->networks);
}

void portrait_open(struct portrait *p, const struct finder *f, const char *path)
{
    struct mien_error e;
    if (image_read(&p->image, path, 3, &e) != 0)
        fail_msg("%s", e.text);
    p->picture = (struct mien_picture){p->image.data, (int32_t)p->image.width,
                                       (int32_t)p->image.height, 3, (ptrdiff_t)p->image.width * 3};
    assert_int_equal(mien_faces_find(f->faces, &p->picture), 1);
    p->face = *mien_faces_get(f->faces, 0);
}

void portrait_close(struct portrait *p)
{
    image_free(&p->image);
}

void known_face(struct mien_face *face, float x, float y, float scale, float yaw)
{
    *face = (struct mien_face){.score = 1.0f};
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *at = mien_mesh_vertices[v];
        face->landmarks[v][0] = x + scale * (at[0] * cosf(yaw) + at[2] * sinf(yaw));
        face->landmarks[v][1] = y - scale * at[1];
        face->landmarks[v][2] = -scale * (at[2] * cosf(yaw) - at[0] * sinf(yaw));
    }
    face->box = mien_mesh_box(face->landmarks[0]);
    for (int k = 0; k < 4; k++)
        face->pose.matrix[k][k] = 1.0f;
    face->pose.matrix[0][0] = face->pose.matrix[2][2] = cosf(yaw);
    face->pose.yaw = yaw;
}
