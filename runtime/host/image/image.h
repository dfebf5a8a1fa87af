/* image.h - pictures from files: PNG and JPEG, grey or colour, decoded by stb_image.
 *
 * Files come from outside, so their size is read from the header and bounded before anything is
 * decoded. Alpha is dropped unless it is asked for; 16-bit channels are read as 8 bits. A
 * photograph is turned upright by what the camera wrote into it (exif.h). Reading is thread-safe.
 */
#ifndef MIEN_HOST_IMAGE_IMAGE_H
#define MIEN_HOST_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/host/error.h"

/* Larger than any camera's picture; 16384 x 16384 x 3 bytes would be 768 MiB. */
enum { IMAGE_SIDE_MAX = 16384, IMAGE_PIXELS_MAX = 1 << 26, IMAGE_BYTES_MAX = 1 << 28 };

struct image {
    uint8_t *data;                    /* [height, width, channels], row by row */
    uint32_t width, height, channels; /* channels: 1 grey, 3 RGB, 4 RGBA */
};

/* Whether the file's name says that it is a picture that is read: .png, .jpg or .jpeg, any case. */
bool image_is_name(const char *path);

/* Width, height and channels without decoding; `data` stays NULL. */
int image_probe(struct image *m, const char *path, struct mien_error *e);

/* The whole picture. channels: 1, 3 or 4 to convert to grey, RGB or RGBA, 0 to keep what the file
 * has, without alpha.
 * Errors: no such file, no PNG or JPEG, too large, truncated or damaged. `image_free` accepts a
 * zeroed struct. */
int image_read(struct image *m, const char *path, uint32_t channels, struct mien_error *e);
/* The same from memory; `path` is what messages name. */
int image_decode(struct image *m, const char *path, const void *data, size_t size,
                 uint32_t channels, struct mien_error *e);
void image_free(struct image *m);

/* Resampled to width x height into out [height, width, channels]. Each axis is weighted by a
 * triangle as wide as one output pixel or one input pixel, whichever is wider: bilinear when
 * enlarging, without aliasing when shrinking (the "bilinear" of Pillow). Cost: output pixels x
 * triangle width. */
int image_resize(const struct image *m, uint32_t width, uint32_t height, uint8_t *out,
                 struct mien_error *e);

#endif
