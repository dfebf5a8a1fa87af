/* face_networks.h - the two networks that find faces, from the project's own models: BlazeFace and
 * FaceMesh. mien_faces_defaults takes their graphs. */
#ifndef MIEN_HOST_FACE_NETWORKS_H
#define MIEN_HOST_FACE_NETWORKS_H

#include "runtime/host/model.h"

#define FACE_DETECTOR_FILE "models/face_detector.safetensors"
#define FACE_MESH_FILE "models/face_mesh.safetensors"

struct face_networks {
    struct model detector, mesh;
};

/* Open both. Errors: those of home_path and model_open. `face_networks_close` accepts a zeroed
 * struct and one that failed. */
int face_networks_open(struct face_networks *n, struct mien_error *e);
void face_networks_close(struct face_networks *n);

#endif
