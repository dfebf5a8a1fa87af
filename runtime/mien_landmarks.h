/* mien_landmarks.h - what the numbers of the 68 landmarks mean: the one place for such tables.
 *
 * Order of C. Sagonas et al., "300 Faces In-The-Wild Challenge" (2013): 0-16 jaw from the subject's
 * right (the picture's left) to left, 17-21 and 22-26 brows, 27-30 nose bridge, 31-35 nostrils,
 * 36-41 and 42-47 eyes, 48-59 outer lips, 60-67 inner lips. */
#ifndef MIEN_LANDMARKS_H
#define MIEN_LANDMARKS_H

#include <stdint.h>

enum { MIEN_LANDMARKS68 = 68, MIEN_DISTANCES68 = 32, MIEN_ANGLES68 = 16, MIEN_MESH_POINTS = 468 };

/* Which landmark of the 468 (MediaPipe's face mesh) each of the 68 is. The mesh has none on the
 * annotated jaw line; 0-16 are those nearest to it. */
static const uint16_t mien_ibug68[MIEN_LANDMARKS68] = {
    162, 234, 93,  58,  172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389,
    71,  63,  105, 66,  107, 336, 296, 334, 293, 301, 168, 197, 5,   4,   75,  97,  2,
    326, 305, 33,  160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380, 61,  39,  37,
    0,   267, 269, 291, 405, 314, 17,  84,  181, 78,  82,  13,  312, 308, 317, 14,  87};

/* In a mirrored face, landmark i is what landmark mien_mirror68[i] was (with x negated). */
static const uint8_t mien_mirror68[MIEN_LANDMARKS68] = {
    16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3,  2,  1,  0,  26, 25, 24, 23, 22, 21,
    20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36,
    41, 40, 54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65};

/* Distances that expressions change, as pairs of landmarks. */
static const uint8_t mien_distances68[MIEN_DISTANCES68][2] = {
    {21, 22}, {17, 36}, {26, 45}, {19, 37}, {24, 44}, {21, 39}, {22, 42}, {19, 41}, /* brows */
    {37, 41}, {38, 40}, {43, 47}, {44, 46}, {36, 39}, {42, 45},                     /* eyes */
    {31, 35}, {27, 33}, {33, 51}, {30, 8},                                          /* nose */
    {48, 54}, {60, 64}, {51, 57}, {62, 66}, {61, 67}, {63, 65}, {51, 62}, {57, 66}, /* lips */
    {48, 36}, {54, 45}, {48, 33}, {54, 33}, {57, 8},  {4, 12}};                     /* lips to face */

/* Angles at the middle landmark between the outer two. */
static const uint8_t mien_angles68[MIEN_ANGLES68][3] = {
    {17, 19, 21}, {22, 24, 26}, {21, 27, 22},                             /* brows */
    {37, 36, 41}, {38, 39, 40}, {43, 42, 47}, {44, 45, 46},               /* eye corners */
    {31, 33, 35},                                                         /* nostrils */
    {51, 48, 57}, {51, 54, 57}, {48, 51, 54}, {48, 57, 54},               /* outer lips */
    {61, 60, 67}, {63, 64, 65}, {60, 62, 64}, {60, 66, 64}};              /* inner lips */

/* The lines that draw a face: landmarks first .. first + count - 1 in turn, and back to the first where
 * `closed`. Jaw, brows, nose bridge, nostrils, eyes, outer and inner lips. */
struct mien_outline {
    uint8_t first, count, closed;
};

enum { MIEN_OUTLINES68 = 9 };

static const struct mien_outline mien_outlines68[MIEN_OUTLINES68] = {
    {0, 17, 0}, {17, 5, 0}, {22, 5, 0}, {27, 4, 0}, {31, 5, 0},
    {36, 6, 1}, {42, 6, 1}, {48, 12, 1}, {60, 8, 1}};

#endif
