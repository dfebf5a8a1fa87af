/* camera_mode.h - what a camera can do, and which of it to ask for.
 *
 * Cameras give small pictures plain and large ones compressed, at different rates. Of all that one
 * offers, the mode is taken whose size is nearest, then whose rate is, then which is easiest to
 * read. */
#ifndef MIEN_VIEWER_SOURCE_CAMERA_MODE_H
#define MIEN_VIEWER_SOURCE_CAMERA_MODE_H

#include <gst/gst.h>

#include "viewer/source/camera_facts.h"

/* The sizes that `caps` allow, each once with its highest rate, the largest first. */
int camera_modes(const GstCaps *caps, struct camera_mode out[CAMERA_MODES_MAX]);

/* The best mode for what is wanted, as text that a pipeline takes behind its source, such as
 * "image/jpeg, width=(int)1280, height=(int)720, framerate=(fraction)30/1"; "ANY" where nothing is
 * known. out [size] is returned. */
const char *camera_mode_choose(char *out, size_t size, const GstCaps *caps, int width, int height,
                               double rate);

/* The cameras that are plugged in: a list of GstDevice for g_list_free_full(gst_object_unref), in
 * the order of their paths; NULL: none. */
GList *camera_devices(void);

/* "/dev/video0"; g_free it. */
gchar *camera_path(GstDevice *device);

#endif
