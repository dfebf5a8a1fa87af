/* inference.c - see inference.h. */
#include "trainer/bench/inference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/bench/peer.h"
#include "trainer/evaluate/median.h"
#include "trainer/export/answers.h"

enum { WARM_UP = 3, PEER_ROUNDS_MAX = 1000 };

static int open_interpreted(struct contestant *c, struct mien_error *e)
{
    if (timing_stand_open(&c->stand, c->model, e) != 0)
        return -1;
    float *rows = answers_rows(c->model, 3, e); /* black, white, noise */
    if (!rows)
        return -1;
    const size_t width = c->model->input_width;
    memcpy(c->stand.x, rows + 2 * width, width * sizeof *rows);
    free(rows);
    return 0;
}

int inference_open(struct inference *b, const struct model *const *models, const char *const *names,
                   int count, const struct inference_options *o, struct mien_error *e)
{
    const int forms = 1 + o->compiler_count;
    *b = (struct inference){.rounds = o->rounds, .runs = o->runs};
    b->contestants = calloc((size_t)(count * forms), sizeof *b->contestants);
    int result = b->contestants ? 0 : error_memory(e, "the bench", 0);
    for (; result == 0 && b->count < count * forms; b->count++) {
        struct contestant *c = &b->contestants[b->count];
        const int model = b->count / forms, form = b->count % forms;
        *c =
            (struct contestant){.model = models[model], .name = names[model], .compiled = form > 0};
        c->ms = malloc((size_t)b->rounds * (size_t)b->runs * sizeof *c->ms);
        if (!c->ms)
            result = error_memory(e, "times", 0);
        else if (form > 0)
            result = header_bench_open(&c->header, c->model, o->compilers[form - 1], e);
        else
            result = open_interpreted(c, e);
    }
    if (result != 0)
        inference_close(b);
    return result;
}

void inference_close(struct inference *b)
{
    for (int i = b->count - 1; i >= 0; i--) {
        struct contestant *c = &b->contestants[i];
        header_bench_close(&c->header);
        timing_stand_close(&c->stand);
        free(c->ms);
    }
    free(b->contestants);
    cJSON_Delete(b->peer);
    *b = (struct inference){0};
}

static int run_round(struct inference *b, int round, struct mien_error *e)
{
    for (int i = 0; i < b->count; i++) {
        struct contestant *c = &b->contestants[i];
        double *ms = c->ms + (size_t)round * (size_t)b->runs;
        if (c->compiled && header_bench_run(&c->header, b->runs, ms, e) != 0)
            return -1;
        for (int r = -WARM_UP; !c->compiled && r < b->runs; r++) {
            const double time = timing_run(&c->stand);
            if (r >= 0)
                ms[r] = time;
        }
    }
    return 0;
}

static int run_peer(struct inference *b, const char *command, struct mien_error *e)
{
    cJSON *objects = peer_run(command, e);
    if (!objects)
        return -1;
    if (b->peer && cJSON_AddItemToArray(b->peer, objects))
        return 0;
    cJSON_Delete(objects);
    return error_memory(e, "the peer's answers", 0);
}

int inference_run(struct inference *b, const struct inference_options *o, struct mien_error *e)
{
    if (o->peer)
        b->peer = cJSON_CreateArray();
    for (int r = 0; r < b->rounds; r++)
        if (run_round(b, r, e) != 0 || (o->peer && run_peer(b, o->peer, e) != 0))
            return -1;
    for (int i = 0; i < b->count; i++)
        b->contestants[i].timing = timing_of(b->contestants[i].ms, b->rounds * b->runs);
    return 0;
}

/* Whether the object speaks of the model called `name`. */
static bool speaks_of(const cJSON *object, const char *name)
{
    const char *of = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "model"));
    if (!of)
        of = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "peer"));
    const char *space = of ? strrchr(of, ' ') : NULL;
    return of && *of && strstr(name, space ? space + 1 : of);
}

double inference_peer_ms(const struct inference *b, const char *name)
{
    double ms[PEER_ROUNDS_MAX];
    int count = 0;
    const cJSON *round, *object;
    cJSON_ArrayForEach(round, b->peer)
    {
        cJSON_ArrayForEach(object, round)
        {
            const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, "median_ms");
            if (count < PEER_ROUNDS_MAX && cJSON_IsNumber(value) && speaks_of(object, name))
                ms[count++] = value->valuedouble;
        }
    }
    return median(ms, count);
}
