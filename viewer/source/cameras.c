/* cameras.c - see cameras.h. */
#include "viewer/source/cameras.h"

#include <stdio.h>
#include <string.h>

#include "viewer/source/camera_mode.h"

gchar *camera_path(GstDevice *device)
{
    GstStructure *properties = gst_device_get_properties(device);
    gchar *path = NULL;
    if (properties) {
        path = g_strdup(gst_structure_get_string(properties, "device.path"));
        gst_structure_free(properties);
    }
    return path;
}

/* /dev/video2 before /dev/video10. */
static gint by_path(gconstpointer a, gconstpointer b)
{
    gchar *first = camera_path((GstDevice *)a), *second = camera_path((GstDevice *)b);
    const int order = strverscmp(first, second);
    g_free(first);
    g_free(second);
    return order;
}

/* What the monitor lists and has no path is no camera of Video4Linux. */
GList *camera_devices(void)
{
    GstDeviceMonitor *monitor = gst_device_monitor_new();
    gst_device_monitor_add_filter(monitor, "Video/Source", NULL);
    GList *found = gst_device_monitor_get_devices(monitor), *cameras = NULL;
    for (GList *i = found; i; i = i->next) {
        gchar *path = camera_path(i->data);
        if (path)
            cameras = g_list_insert_sorted(cameras, gst_object_ref(i->data), by_path);
        g_free(path);
    }
    g_list_free_full(found, gst_object_unref);
    gst_object_unref(monitor);
    return cameras;
}

static void describe(struct camera *c, GstDevice *device)
{
    gchar *name = gst_device_get_display_name(device), *path = camera_path(device);
    GstCaps *caps = gst_device_get_caps(device);
    snprintf(c->name, sizeof c->name, "%s", name);
    snprintf(c->path, sizeof c->path, "%s", path);
    c->mode_count = caps ? camera_modes(caps, c->modes) : 0;
    gst_clear_caps(&caps);
    g_free(name);
    g_free(path);
}

int cameras_list(struct camera *out, struct mien_error *e)
{
    GError *error = NULL;
    if (!gst_init_check(NULL, NULL, &error)) {
        error_set(e, NULL, 0, "GStreamer does not start (%s)", error->message);
        g_error_free(error);
        return -1;
    }
    GstElementFactory *factory = gst_element_factory_find("v4l2src");
    if (!factory)
        return error_set(e, NULL, 0,
                         "GStreamer's plugin for cameras, video4linux2, is missing; install the "
                         "Debian package gstreamer1.0-plugins-good and start again");
    gst_object_unref(factory);
    GList *devices = camera_devices();
    int count = 0;
    for (GList *i = devices; i && count < CAMERAS_MAX; i = i->next)
        describe(&out[count++], i->data);
    g_list_free_full(devices, gst_object_unref);
    return count;
}
