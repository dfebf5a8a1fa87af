/* look.c - see look.h. */
#include "viewer/render/look.h"

#define X(symbol, name) [symbol] = name,
const char *const look_mesh_names[LOOK_MESH_COUNT] = {LOOK_MESHES(X)};
const char *const look_privacy_names[LOOK_PRIVACY_COUNT] = {LOOK_PRIVACIES(X)};
#undef X

struct look look_defaults(void)
{
    return (struct look){.mesh = MESH_CONTOURS,
                         .box = true,
                         .bars = true,
                         .mirror = true,
                         .theme = THEME_DARK,
                         .scale = 1};
}
