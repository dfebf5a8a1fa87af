/* portrait.c - see portrait.h. */
#include "trainer/portrait/portrait.h"

#include <math.h>
#include <stdlib.h>

uint32_t portrait_class(const struct portrait *p, const struct portrait_face *f, uint32_t rank)
{
    for (uint32_t k = 0; k < p->classes; k++) {
        uint32_t above = 0;
        for (uint32_t j = 0; j < p->classes; j++)
            above += f->emotion[j] > f->emotion[k] || (f->emotion[j] == f->emotion[k] && j < k);
        if (above == rank)
            return k;
    }
    return 0;
}

int portrait_degrees(float radians)
{
    return (int)lrint(180.0 / M_PI * (double)radians);
}

void portrait_free(struct portrait *p)
{
    image_free(&p->image);
    free(p->faces);
    free(p->emotions);
    *p = (struct portrait){0};
}
