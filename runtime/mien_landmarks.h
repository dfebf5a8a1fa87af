/* mien_landmarks.h - what the numbers of the 68 landmarks mean: the one place for such tables.
 *
 * Order of C. Sagonas et al., "300 Faces In-The-Wild Challenge" (2013): 0-16 jaw from the subject's
 * right (the picture's left) to left, 17-21 and 22-26 brows, 27-30 nose bridge, 31-35 nostrils,
 * 36-41 and 42-47 eyes, 48-59 outer lips, 60-67 inner lips. */
#ifndef MIEN_LANDMARKS_H
#define MIEN_LANDMARKS_H

#include <stdint.h>

enum { MIEN_LANDMARKS68 = 68 };

/* In a mirrored face, landmark i is what landmark mien_mirror68[i] was (with x negated). */
static const uint8_t mien_mirror68[MIEN_LANDMARKS68] = {
    16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3,  2,  1,  0,  26, 25, 24, 23, 22, 21,
    20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36,
    41, 40, 54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65};

#endif
