/* exif.h - which way up a photograph is: the orientation that a camera writes into its JPEG files.
 *
 * Format: Exif 2.3 (JEITA CP-3451C), a TIFF directory in the JPEG segment APP1; tag 0x0112. */
#ifndef MIEN_HOST_IMAGE_EXIF_H
#define MIEN_HOST_IMAGE_EXIF_H

#include <stddef.h>
#include <stdint.h>

/* 1..8 as the format numbers them: 1 upright, 3 upside down, 6 and 8 lying on the left and right
 * side, the others the same mirrored. 1 where the bytes are no JPEG or do not say. */
int exif_orientation(const uint8_t *jpeg, size_t size);

#endif
