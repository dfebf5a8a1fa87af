/* gst_explain.c - see gst_explain.h. */
#include "viewer/source/gst_explain.h"

#include <gst/pbutils/pbutils.h>
#include <stdio.h>
#include <string.h>

enum { ANY = -1 };

/* Packages by the beginning of a detail; the first that fits. What decodes is often in several:
 * this is the one that does not ask for a graphics card. */
static const struct {
    const char *detail, *package;
} packages[] = {
    {"decoder-video/x-vp8", "gstreamer1.0-plugins-good"},
    {"decoder-video/x-vp9", "gstreamer1.0-plugins-good"},
    {"decoder-video/x-av1", "gstreamer1.0-plugins-bad"},
    {"decoder-video/x-raw", "gstreamer1.0-plugins-base"},
    {"decoder-video/x-theora", "gstreamer1.0-plugins-base"},
    {"decoder-video/webm", "gstreamer1.0-plugins-good"},
    {"decoder-video/x-matroska", "gstreamer1.0-plugins-good"},
    {"decoder-video/quicktime", "gstreamer1.0-plugins-good"},
    {"decoder-video/x-msvideo", "gstreamer1.0-plugins-good"},
    {"decoder-video/x-flv", "gstreamer1.0-plugins-good"},
    {"decoder-video/mpegts", "gstreamer1.0-plugins-bad"},
    {"decoder-application/ogg", "gstreamer1.0-plugins-base"},
    {"decoder-application/x-hls", "gstreamer1.0-plugins-bad"},
    {"decoder-application/dash", "gstreamer1.0-plugins-bad"},
    {"decoder-application/x-rtp", "gstreamer1.0-plugins-good"},
    {"decoder-multipart/x-mixed-replace", "gstreamer1.0-plugins-good"},
    {"decoder-image/jpeg", "gstreamer1.0-plugins-good"},
    {"decoder-image/png", "gstreamer1.0-plugins-good"},
    {"decoder-", "gstreamer1.0-libav"},
    {"urisource-rtsp", "gstreamer1.0-plugins-good"},
    {"urisource-http", "gstreamer1.0-plugins-good"},
    {"urisource-udp", "gstreamer1.0-plugins-good"},
    {"urisource-", "gstreamer1.0-plugins-bad"},
    {"element-v4l2src", "gstreamer1.0-plugins-good"},
    {"element-videoflip", "gstreamer1.0-plugins-good"},
    {"element-filesrc", "libgstreamer1.0-0"},
    {"element-queue", "libgstreamer1.0-0"},
    {"element-", "gstreamer1.0-plugins-base"},
};

const char *gst_package(const char *detail)
{
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (strncmp(detail, packages[i].detail, strlen(packages[i].detail)) == 0)
            return packages[i].package;
    return "gstreamer1.0-plugins-bad";
}

/* What is wrong, by an error's domain and code and a word of its sentence or details; the first
 * that fits. The details of libc's errors end in the C locale's words where the program sets no
 * other. */
static const struct {
    GQuark (*domain)(void);
    int code;
    const char *word; /* NULL: any */
    const char *text;
} reasons[] = {
    {gst_resource_error_quark, GST_RESOURCE_ERROR_BUSY, NULL,
     "in use by another program; close that one, and it is tried again"},
    {gst_resource_error_quark, ANY, "Device or resource busy",
     "in use by another program; close that one, and it is tried again"},
    {gst_resource_error_quark, ANY, "Permission denied",
     "you may not read it; for a camera, become a member of its group: sudo adduser $USER video, "
     "then log in again"},
    {gst_resource_error_quark, ANY, "No such device",
     "the device is gone; plug it in again, and it is tried again"},
    {gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_AUTHORIZED, NULL,
     "the other side wants a name and a password; put them into the address: "
     "SCHEME://NAME:PASSWORD@HOST/..."},
    {gst_resource_error_quark, ANY, "not resolve", "no such host; check the address"},
    {gst_resource_error_quark, ANY, "refused",
     "the host is there but refuses to connect; check the address and whether its server runs"},
    {gst_resource_error_quark, ANY, "unreachable",
     "the network cannot be reached; check the connection"},
    {gst_resource_error_quark, ANY, "Failed to connect",
     "nobody answers there; check the address, the network, and whether the server runs"},
    {gst_resource_error_quark, ANY, "404",
     "the server has nothing by that name; check the address"},
    {gst_resource_error_quark, GST_RESOURCE_ERROR_NOT_FOUND, NULL, "not there; check the name"},
    {gst_resource_error_quark, ANY, "v4l2 driver",
     "no camera; the cameras of this machine are listed as /dev/video*"},
    {gst_resource_error_quark, GST_RESOURCE_ERROR_OPEN_READ, NULL,
     "cannot be opened for reading; check the name and its permissions"},
    {gst_resource_error_quark, GST_RESOURCE_ERROR_READ, NULL,
     "reading from it failed midway; if it was unplugged, plug it in again"},
    {gst_resource_error_quark, GST_RESOURCE_ERROR_SETTINGS, NULL,
     "does not take the size or rate that was asked for; try others"},
    {gst_stream_error_quark, GST_STREAM_ERROR_TYPE_NOT_FOUND, "no data",
     "empty; a video is expected"},
    {gst_stream_error_quark, GST_STREAM_ERROR_TYPE_NOT_FOUND, "enough data",
     "nothing came from there; check the address, the network, and whether the server runs"},
    {gst_stream_error_quark, GST_STREAM_ERROR_TYPE_NOT_FOUND, NULL,
     "no video of a kind that is known; a file such as .webm, .mkv, .mp4, .avi is expected"},
    {gst_stream_error_quark, GST_STREAM_ERROR_WRONG_TYPE, NULL,
     "no video; a file such as .webm, .mkv, .mp4, .avi is expected"},
    {gst_stream_error_quark, GST_STREAM_ERROR_DECRYPT, NULL, "encrypted; it cannot be read"},
    {gst_stream_error_quark, GST_STREAM_ERROR_DECRYPT_NOKEY, NULL, "encrypted; it cannot be read"},
    {gst_stream_error_quark, GST_STREAM_ERROR_DEMUX, NULL,
     "damaged or cut short: it cannot be taken apart; get it again from where it came from"},
    {gst_stream_error_quark, GST_STREAM_ERROR_DECODE, NULL,
     "damaged: its pictures cannot be decoded; get it again from where it came from"},
    {gst_core_error_quark, GST_CORE_ERROR_MISSING_PLUGIN, NULL,
     "no pictures in it, only sound or other data; name a video"},
    {gst_stream_error_quark, ANY, "reason error",
     "nothing came from there; check the name or address, the network, and whether the server "
     "runs"},
};

/* The words of both that fit a line: what a report to us should quote. */
static int explain(struct mien_error *e, const char *name, const GError *error, const char *debug)
{
    /* Details begin with file, line and element; what matters is behind the line break. */
    const char *more = debug ? strchr(debug, '\n') : NULL;
    more = more ? more + 1 : "";
    const char *text = "does not work";
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (error->domain == reasons[i].domain() &&
            (reasons[i].code == ANY || error->code == reasons[i].code) &&
            (!reasons[i].word || strstr(error->message, reasons[i].word) ||
             strstr(more, reasons[i].word))) {
            text = reasons[i].text;
            break;
        }
    const int shown = (int)strcspn(more, "\n");
    return error_set(e, name, 0, "%s (GStreamer: %s%s%.*s)", text, error->message,
                     shown > 0 ? " " : "", shown < 160 ? shown : 160, more);
}

void gst_missing_note(struct gst_missing *m, GstMessage *message)
{
    if (!gst_is_missing_plugin_message(message))
        return;
    gchar *what = gst_missing_plugin_message_get_description(message);
    gchar *detail = gst_missing_plugin_message_get_installer_detail(message);
    const char *last = detail ? strrchr(detail, '|') : NULL;
    snprintf(m->what, sizeof m->what, "%s", what ? what : "plugin");
    snprintf(m->detail, sizeof m->detail, "%s", last ? last + 1 : "");
    g_free(what);
    g_free(detail);
}

int gst_explain(struct mien_error *e, const char *name, GstMessage *message,
                const struct gst_missing *missing)
{
    GError *error = NULL;
    gchar *debug = NULL;
    gst_message_parse_error(message, &error, &debug);
    if (missing->what[0])
        error_set(e, name, 0,
                  "GStreamer has no %s; install one with the Debian package %s and start again",
                  missing->what, gst_package(missing->detail));
    else
        explain(e, name, error, debug);
    g_error_free(error);
    g_free(debug);
    return -1;
}

int gst_explain_parse(struct mien_error *e, const char *name, const GError *error)
{
    char detail[96];
    const char *quote = strchr(error->message, '"');
    if (!g_error_matches(error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT) || !quote)
        return error_set(e, name, 0, "no such GStreamer pipeline can be built (%s)",
                         error->message);
    snprintf(detail, sizeof detail, "element-%.*s", (int)strcspn(quote + 1, "\""), quote + 1);
    return error_set(e, name, 0,
                     "GStreamer's element \"%s\" is missing; install the Debian package %s and "
                     "start again",
                     detail + strlen("element-"), gst_package(detail));
}
