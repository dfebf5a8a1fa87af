/* svm.c - see svm.h. */
#include "trainer/svm/svm.h"

#include <stdlib.h>

void svm_free(struct svm *m)
{
    free(m->vector);
    free(m->coefficient);
    free(m->weight);
    free(m->rho);
    free(m->sigmoid);
    free(m->start);
    free(m->grid);
    *m = (struct svm){0};
}

int svm_append(const struct svm *m, struct model *model, struct mien_error *e)
{
    return model_add_svm(model, &m->machine, e);
}
