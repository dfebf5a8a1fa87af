/* spread.c - see spread.h. With y'[k] = y[k] - k gap, labels apart are y' that do not fall. */
#include "runtime/host/plot/spread.h"

#include <math.h>

void spread(float *y, int count, float gap, float top, float bottom)
{
    for (int k = 0; k < count; k++) {
        /* The block that ends at k takes in the blocks before it as long as their mean is larger:
         * y holds the mean of a block in all of its places. */
        double sum = (double)y[k] - (double)k * (double)gap;
        int first = k;
        while (first > 0 && (double)y[first - 1] > sum / (k - first + 1)) {
            const float mean = y[first - 1];
            int start = first - 1;
            while (start > 0 && y[start - 1] == mean)
                start--;
            sum += (double)mean * (first - start);
            first = start;
        }
        for (int i = first; i <= k; i++)
            y[i] = (float)(sum / (k - first + 1));
    }
    const float last = bottom - (float)(count - 1) * gap;
    for (int k = 0; k < count; k++)
        y[k] = fmaxf(top, fminf(last, y[k])) + (float)k * gap;
}
