/* mien_landmarks.h - what the numbers of the landmarks mean, for features of exported headers.
 *
 * A face has 68 landmarks or 468. The 68 are those of C. Sagonas et al., "300 Faces In-The-Wild
 * Challenge" (2013): 0-16 jaw from the subject's right (the picture's left) to left, 17-21 and
 * 22-26 brows, 27-30 nose bridge, 31-35 nostrils, 36-41 and 42-47 eyes, 48-59 outer lips, 60-67
 * inner lips. The 468 are the vertices of MediaPipe's face mesh. */
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

/* The same for the 468: pairs of vertices of MediaPipe's canonical face model, which is symmetric
 * about x = 0. */
static const uint16_t mien_mirror468[MIEN_MESH_POINTS] = {
    0,   1,   2,   248, 4,   5,   6,   249, 8,   9,   10,  11,  12,  13,  14,  15,  16,  17,  18,
    19,  250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260, 261, 262, 263, 264, 265, 266, 267,
    268, 269, 270, 271, 272, 273, 274, 275, 276, 277, 278, 279, 280, 281, 282, 283, 284, 285, 286,
    287, 288, 289, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299, 300, 301, 302, 303, 304, 305,
    306, 307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 323, 94,
    324, 325, 326, 327, 328, 329, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339, 340, 341, 342,
    343, 344, 345, 346, 347, 348, 349, 350, 351, 352, 353, 354, 355, 356, 357, 358, 359, 360, 361,
    362, 363, 364, 365, 366, 367, 368, 369, 370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 151,
    152, 380, 381, 382, 383, 384, 385, 386, 387, 388, 389, 390, 164, 391, 392, 393, 168, 394, 395,
    396, 397, 398, 399, 175, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413,
    414, 415, 416, 417, 418, 195, 419, 197, 420, 199, 200, 421, 422, 423, 424, 425, 426, 427, 428,
    429, 430, 431, 432, 433, 434, 435, 436, 437, 438, 439, 440, 441, 442, 443, 444, 445, 446, 447,
    448, 449, 450, 451, 452, 453, 454, 455, 456, 457, 458, 459, 460, 461, 462, 463, 464, 465, 466,
    467, 3,   7,   20,  21,  22,  23,  24,  25,  26,  27,  28,  29,  30,  31,  32,  33,  34,  35,
    36,  37,  38,  39,  40,  41,  42,  43,  44,  45,  46,  47,  48,  49,  50,  51,  52,  53,  54,
    55,  56,  57,  58,  59,  60,  61,  62,  63,  64,  65,  66,  67,  68,  69,  70,  71,  72,  73,
    74,  75,  76,  77,  78,  79,  80,  81,  82,  83,  84,  85,  86,  87,  88,  89,  90,  91,  92,
    93,  95,  96,  97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
    113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131,
    132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150,
    153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 165, 166, 167, 169, 170, 171, 172, 173,
    174, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192, 193,
    194, 196, 198, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216,
    217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229, 230, 231, 232, 233, 234, 235,
    236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246, 247};

/* Distances that expressions change, as pairs of landmarks of the 68. */
static const uint8_t mien_distances68[MIEN_DISTANCES68][2] = {
    {21, 22}, {17, 36}, {26, 45}, {19, 37}, {24, 44}, {21, 39}, {22, 42}, {19, 41}, /* brows */
    {37, 41}, {38, 40}, {43, 47}, {44, 46}, {36, 39}, {42, 45},                     /* eyes */
    {31, 35}, {27, 33}, {33, 51}, {30, 8},                                          /* nose */
    {48, 54}, {60, 64}, {51, 57}, {62, 66}, {61, 67}, {63, 65}, {51, 62}, {57, 66}, /* lips */
    {48, 36}, {54, 45}, {48, 33}, {54, 33}, {57, 8},  {4, 12}}; /* lips to face */

/* Angles at the middle landmark of the 68 between the outer two. */
static const uint8_t mien_angles68[MIEN_ANGLES68][3] = {
    {17, 19, 21}, {22, 24, 26}, {21, 27, 22},                /* brows */
    {37, 36, 41}, {38, 39, 40}, {43, 42, 47}, {44, 45, 46},  /* eye corners */
    {31, 33, 35},                                            /* nostrils */
    {51, 48, 57}, {51, 54, 57}, {48, 51, 54}, {48, 57, 54},  /* outer lips */
    {61, 60, 67}, {63, 64, 65}, {60, 62, 64}, {60, 66, 64}}; /* inner lips */

/* The lines that draw a face: landmarks first .. first + count - 1 in turn, and back to the first
 * where `closed`. Jaw, brows, nose bridge, nostrils, eyes, outer and inner lips. */
struct mien_outline {
    uint8_t first, count, closed;
};

enum { MIEN_OUTLINES68 = 9 };

static const struct mien_outline mien_outlines68[MIEN_OUTLINES68] = {
    {0, 17, 0}, {17, 5, 0}, {22, 5, 0},  {27, 4, 0}, {31, 5, 0},
    {36, 6, 1}, {42, 6, 1}, {48, 12, 1}, {60, 8, 1}};

/* Which of a face's `points` landmarks, 68 or 468, is number i of the 68. */
static inline int32_t mien_landmark68(int32_t i, int32_t points)
{
    return points == MIEN_MESH_POINTS ? mien_ibug68[i] : i;
}

/* Which of them landmark i is the mirror image of. */
static inline int32_t mien_mirror(int32_t i, int32_t points)
{
    return points == MIEN_MESH_POINTS ? mien_mirror468[i] : mien_mirror68[i];
}

#endif
