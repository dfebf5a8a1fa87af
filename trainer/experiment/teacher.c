/* teacher.c - see teacher.h. */
#include "trainer/experiment/teacher.h"

#include <string.h>

#include "trainer/evaluate/source.h"

/* The model takes rows as they are stored in `d` and answers with its classes. */
static int check_model(const struct model *m, const struct cfg_section *s, const struct dataset *d,
                       struct mien_error *e)
{
    const int line = cfg_line(s, "run");
    if (m->input_width != d->width)
        return error_set(e, s->file, line,
                         "the teacher takes rows of %u numbers (those of '%s' have %u); name one "
                         "fitted on the same data",
                         m->input_width, d->name, d->width);
    bool same = m->classes == d->classes;
    for (uint32_t c = 0; same && c < d->classes; c++)
        same = strcmp(m->class_names[c], d->class_names[c]) == 0;
    return same ? 0
                : error_set(e, s->file, line,
                            "the teacher knows other classes than '%s'; name one fitted on the "
                            "same data",
                            d->name);
}

int teacher_open(struct teacher *t, struct cfg *c, const struct dataset *d, struct mien_error *e)
{
    struct cfg_section *s = cfg_find(c, "teacher");
    const char *run;
    double share, temperature;
    *t = (struct teacher){0};
    if (!s)
        return 0;
    if (cfg_string(s, "run", &run, "", e) || cfg_number(s, "share", &share, 0.5, 0, 1, e) ||
        cfg_number(s, "temperature", &temperature, 2, 0.1, 100, e))
        return -1;
    if (!*run)
        return error_set(e, s->file, s->line,
                         "[teacher] names no run; add run = FOLDER or a model file");
    if (source_open(&t->model, run, e) != 0 || check_model(&t->model, s, d, e) != 0) {
        teacher_close(t);
        return -1;
    }
    t->share = (float)share;
    t->power = (float)(1 / temperature);
    return 0;
}

void teacher_close(struct teacher *t)
{
    model_free(&t->model);
    *t = (struct teacher){0};
}
