/* swap_measure.c - see swap_measure.h. */
#include "tests/mask/swap_measure.h"

#include <math.h>

double swap_apart(const struct mien_face *a, const struct mien_face *b)
{
    double sum = 0, eyes = 0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        sum += hypot((double)(a->landmarks[i][0] - b->landmarks[i][0]),
                     (double)(a->landmarks[i][1] - b->landmarks[i][1]));
    for (int k = 0; k < 3; k++)
        eyes += pow((double)(a->landmarks[33][k] - a->landmarks[263][k]), 2);
    return sum / MIEN_MESH_POINTS / sqrt(eyes);
}

void swap_lab(const double rgb[3], double lab[3])
{
    static const double to_xyz[3][3] = {
        {0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
        {0.2126729, 0.7151522, 0.0721750},
        {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}};
    double f[3];
    for (int i = 0; i < 3; i++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            const double c = rgb[k] / 255;
            sum += to_xyz[i][k] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
        }
        f[i] = sum > 216.0 / 24389 ? cbrt(sum) : (24389.0 / 27 * sum + 16) / 116;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}
