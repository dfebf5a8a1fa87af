/* word.c - see word.h. */
#include "viewer/source/word.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/image/image.h"

const char *const source_kind_names[SOURCE_KIND_COUNT] = {
#define X(symbol, name, about) [symbol] = name,
    SOURCE_KINDS(X)
#undef X
};

const char *const source_kind_abouts[SOURCE_KIND_COUNT] = {
#define X(symbol, name, about) [symbol] = about,
    SOURCE_KINDS(X)
#undef X
};

/* "rtsp://..." and the like: a scheme of RFC 3986, 3.1, before "://". */
static bool is_address(const char *word)
{
    const char *c = word;
    if (!isalpha((unsigned char)*c))
        return false;
    while (isalnum((unsigned char)*c) || (*c && strchr("+-.", *c)))
        c++;
    return strncmp(c, "://", 3) == 0;
}

/* "camera", or "camera:2". */
static bool is_called(const char *word, enum source_kind kind)
{
    const size_t n = strlen(source_kind_names[kind]);
    return strncmp(word, source_kind_names[kind], n) == 0 && (word[n] == '\0' || word[n] == ':');
}

enum source_kind source_kind_of(const char *word)
{
    struct stat s;
    if (is_called(word, SOURCE_PUPPET))
        return SOURCE_PUPPET;
    if (strcmp(word, source_kind_names[SOURCE_PATTERN]) == 0)
        return SOURCE_PATTERN;
    if (is_called(word, SOURCE_CAMERA) || strncmp(word, "/dev/video", 10) == 0)
        return SOURCE_CAMERA;
    if (is_address(word))
        return SOURCE_STREAM;
    if (stat(word, &s) == 0 && S_ISCHR(s.st_mode)) /* also /dev/v4l/by-id/... */
        return SOURCE_CAMERA;
    if (stat(word, &s) == 0 && S_ISDIR(s.st_mode))
        return SOURCE_FOLDER;
    return image_is_name(word) ? SOURCE_PICTURE : SOURCE_VIDEO;
}
