/* word.h - the words that name sources.
 *
 * "puppet", "puppet:hand" (a hand passes before its face), "pattern", "camera" (the first),
 * "camera:2" (the second), a device ("/dev/video0"), a file or a folder, or an address
 * ("rtsp://...", "https://..."). A file that is called as one of these is "./puppet". */
#ifndef MIEN_VIEWER_SOURCE_WORD_H
#define MIEN_VIEWER_SOURCE_WORD_H

/* What a source can be; the last is what a word is tried as when it is none of the others. */
#define SOURCE_KINDS(X)                                                                            \
    X(SOURCE_PUPPET, "puppet", "a face that mien moves by itself")                                 \
    X(SOURCE_PATTERN, "pattern", "a test pattern")                                                 \
    X(SOURCE_CAMERA, "camera", "a camera: camera:2, /dev/video0")                                  \
    X(SOURCE_STREAM, "stream", "an address: rtsp://, http://, https://, srt://, udp://")           \
    X(SOURCE_FOLDER, "folder", "pictures of a folder, one after another")                          \
    X(SOURCE_PICTURE, "picture", "a picture: PNG or JPEG")                                         \
    X(SOURCE_VIDEO, "video", "a video file")

enum source_kind {
#define X(symbol, name, about) symbol,
    SOURCE_KINDS(X)
#undef X
        SOURCE_KIND_COUNT
};
extern const char *const source_kind_names[SOURCE_KIND_COUNT];
extern const char *const source_kind_abouts[SOURCE_KIND_COUNT];

/* What a word names; nothing is opened. */
enum source_kind source_kind_of(const char *word);

#endif
