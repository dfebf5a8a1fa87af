/* network.c - see network.h. */
#include "trainer/network/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "trainer/network/batch.h"
#include "trainer/network/lowering.h"

const struct layer_type *const layer_types[] = {
    &layer_connected,  &layer_convolutional, &layer_maxpool,        &layer_avgpool, &layer_shortcut,
    &layer_activation, &layer_route,         &layer_scale_channels, &layer_dropout, &layer_softmax,
    &layer_crop,       &layer_cost,          &layer_input};
const size_t layer_type_count = sizeof layer_types / sizeof *layer_types;

enum { ALIGNMENT = 64, HUGE_PAGE = 1 << 21 }; /* bytes: a cache line; what streams are mapped by */

size_t network_sections(const char **names, size_t capacity)
{
    size_t count = 0;
    if (count < capacity)
        names[count++] = "net";
    for (size_t i = 0; i < layer_type_count && count < capacity; i++)
        names[count++] = layer_types[i]->section;
    return count;
}

static const struct layer_type *find_type(const char *section)
{
    for (size_t i = 0; i < layer_type_count; i++)
        if (strcmp(layer_types[i]->section, section) == 0)
            return layer_types[i];
    return NULL;
}

static int make_layer(struct network *n, struct cfg_section *s, const struct layer_type *type,
                      struct mien_error *e)
{
    struct layer *l = &n->layers[n->count];
    l->type = type;
    l->index = n->count++;
    l->line = s->line;
    l->capacity = n->workers > 0 ? n->options.batch : 0;
    l->input[0] = l[-1].stands_for == NULL ? l - 1 : l[-1].stands_for;
    l->input_count = 1;
    if (l->input[0] == n->layers && n->layers->part_count > 1 && type != &layer_input)
        return error_set(e, n->file, s->line,
                         "[%s] cannot read rows of several parts (%s, %s); begin with [input] and "
                         "part = %s",
                         s->name, n->layers->parts[0].name, n->layers->parts[1].name,
                         n->layers->parts[0].name);
    if (type->configure(l, n->layers, s, e) != 0)
        return -1;
    l->size = (size_t)l->shape.h * l->shape.w * l->shape.c;
    return 0;
}

/* A last layer that only stands for the one before adds nothing: [cost] behind [softmax]. */
static void drop_last(struct network *n)
{
    const struct layer *last = &n->layers[n->count - 1];
    if (n->count > 2 && last->stands_for == last - 1)
        n->count--;
}

/* What only the whole list shows: one loss, at its end, over the classes. */
static int check_layers(struct network *n, struct mien_error *e)
{
    if (n->count == 1)
        return error_set(e, n->file, 0, "no layers; add [connected] and [softmax] behind [net]");
    for (int i = 1; i < n->count; i++) {
        const struct layer *l = &n->layers[i];
        bool last = i == n->count - 1;
        if (l->type->loss && !last)
            return error_set(e, n->file, l->line, "[%s] is not the last layer; move it to the end",
                             l->type->section);
        if (!l->type->loss && last)
            return error_set(e, n->file, l->line,
                             "the last layer is [%s]; end the network with [softmax]",
                             l->type->section);
    }
    const struct layer *end = &n->layers[n->count - 1];
    if (n->classes == 0)
        n->classes = (uint32_t)end->size;
    if (end->size != n->classes)
        return error_set(e, n->file, end->line,
                         "[%s] gets %zu numbers a row but the data has %u classes; set output = "
                         "%u in the layer before",
                         end->type->section, end->size, n->classes, n->classes);
    return 0;
}

/* Who writes a delta first, the layers going backward: the others add to it. */
static void order_deltas(struct network *n)
{
    for (int i = n->count - 1; i > 0; i--) {
        struct layer *l = &n->layers[i];
        for (int k = 0; k < l->input_count; k++) {
            l->adds[k] = l->input[k]->read;
            l->input[k]->read = true;
        }
    }
}

/* Cuts the block: with base NULL it only counts. */
struct cutter {
    char *base;
    size_t used;
};

static float *cut(struct cutter *c, size_t floats)
{
    size_t at = c->used;
    c->used += (floats * sizeof(float) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return c->base == NULL ? NULL : (float *)(void *)(c->base + at);
}

/* The layer whose delta `l` shares: the one behind, where that hands it on to it alone. */
static struct layer *delta_owner(const struct network *n, struct layer *l)
{
    struct layer *next = l + 1;
    const bool shared =
        l->index + 1 < n->count && next->hands_on && next->input[0] == l && !next->adds[0];
    return shared ? next : NULL;
}

static void cut_layer(struct network *n, struct layer *l, struct cutter *c)
{
    size_t tiles = (l->capacity + LAYER_TILE - 1) / LAYER_TILE;
    const struct layer *owner = delta_owner(n, l);
    if (l->stands_for != NULL)
        return;
    l->output = cut(c, l->capacity * l->size);
    if (!l->source)
        l->delta = owner == NULL ? cut(c, l->capacity * l->size) : owner->delta;
    l->state = cut(c, l->capacity * l->state_row);
    l->partial = cut(c, tiles * l->partial_tile);
    l->shared = cut(c, l->shared_count);
}

static void cut_all(struct network *n, struct cutter *c, size_t scratch)
{
    size_t rows = n->workers > 0 ? n->options.batch : 0, widest = scratch;
    n->values = cut(c, n->parameters + n->statistics);
    n->gradient = cut(c, rows > 0 ? n->parameters : 0);
    n->input = cut(c, rows * n->width);
    n->target = cut(c, rows * n->classes);
    n->weight = cut(c, rows);
    n->loss = cut(c, rows);
    n->mass = cut(c, rows);
    for (int i = n->count - 1; i > 0; i--) {
        cut_layer(n, &n->layers[i], c);
        widest = n->layers[i].workspace > widest ? n->layers[i].workspace : widest;
    }
    n->workspace_stride = (widest * sizeof(float) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    n->workspace_stride /= sizeof(float);
    n->workspace = cut(c, n->workspace_stride * (size_t)n->workers);
}

static int allocate(struct network *n, size_t scratch, struct mien_error *e)
{
    for (int i = 1; i < n->count; i++) {
        n->parameters += n->layers[i].parameters;
        n->statistics += n->layers[i].statistics;
    }
    struct cutter c = {NULL, 0};
    cut_all(n, &c, scratch);
    c.used = (c.used + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    n->memory = aligned_alloc(HUGE_PAGE, c.used);
    if (n->memory == NULL)
        return error_memory(e, "a network", c.used);
    madvise(n->memory, c.used, MADV_HUGEPAGE); /* quicker where it is granted */
    memset(n->memory, 0, c.used);
    c = (struct cutter){n->memory, 0};
    cut_all(n, &c, scratch);
    float *gradient = n->gradient;
    for (int i = 1; i < n->count; i++) {
        n->layers[i].gradient = gradient;
        gradient += n->layers[i].parameters;
    }
    network_use(n, NULL);
    return 0;
}

/* The shape of the rows, which a cfg of Darknet's states too. */
static int set_input(struct network *n, const struct cfg_section *net, const uint32_t *shape,
                     struct mien_error *e)
{
    const uint32_t *own = n->options.darknet.shape;
    if (shape == NULL && own[0] == 0)
        return error_set(e, n->file, net->line,
                         "[net] has no height, width and channels; add those of the pictures");
    if (shape == NULL)
        shape = own;
    if (own[0] > 0 && memcmp(shape, own, 3 * sizeof *own) != 0)
        return cfg_error(net,
                         own[0] != shape[0]   ? "height"
                         : own[1] != shape[1] ? "width"
                                              : "channels",
                         e,
                         "pictures of height %u, width %u, channels %u, but the data has %u, %u, "
                         "%u; set [net] to those",
                         own[0], own[1], own[2], shape[0], shape[1], shape[2]);
    n->layers[0].shape = (struct shape){shape[0], shape[1], shape[2]};
    n->layers[0].size = n->width = shape[0] * shape[1] * shape[2];
    return 0;
}

/* Several parts make a row a vector. */
static int set_parts(struct network *n, const struct cfg_section *net,
                     const struct layer_part *parts, int count, struct mien_error *e)
{
    const struct shape s = parts[0].shape;
    uint32_t shape[3] = {s.h, s.w, s.c};
    if (count > 1) {
        shape[0] = shape[1] = 1;
        shape[2] = 0;
        for (int i = 0; i < count; i++)
            shape[2] += parts[i].shape.h * parts[i].shape.w * parts[i].shape.c;
    }
    n->layers[0].parts = parts;
    n->layers[0].part_count = count;
    return set_input(n, net, shape, e);
}

/* What rows are: of this shape, or of these parts. */
struct rows_are {
    const uint32_t *shape;
    const struct layer_part *parts;
    int part_count;
};

static int build(struct network *n, struct cfg *c, const struct rows_are *rows, size_t scratch,
                 struct mien_error *e)
{
    struct cfg_section *net = cfg_find(c, "net");
    if (net == NULL)
        return error_set(e, c->path, 0, "no [net] section; begin the network with [net]");
    if (network_options_read(&n->options, net, e) != 0)
        return -1;
    n->layers = calloc(c->count, sizeof *n->layers); /* [net] leaves the place of the input */
    if (n->layers == NULL)
        return error_memory(e, "layers", c->count * sizeof *n->layers);
    n->profile = calloc(c->count, sizeof *n->profile);
    if (n->profile == NULL)
        return error_memory(e, "layers", c->count * sizeof *n->profile);
    if ((rows->part_count ? set_parts(n, net, rows->parts, rows->part_count, e)
                          : set_input(n, net, rows->shape, e)) != 0)
        return -1;
    n->count = 1;
    for (size_t i = 0; i < c->count; i++) {
        struct cfg_section *s = &c->sections[i];
        const struct layer_type *type = find_type(s->name);
        if (type == NULL)
            continue;
        if (s < net)
            return error_set(e, c->path, s->line, "[%s] stands before [net]; move it behind",
                             s->name);
        if (make_layer(n, s, type, e) != 0)
            return -1;
    }
    drop_last(n);
    if (check_layers(n, e) != 0)
        return -1;
    order_deltas(n);
    if (allocate(n, scratch, e) != 0)
        return -1;
    if (n->workers == 0)
        return 0;
    n->team = team_open(n->workers, e);
    return n->team == NULL ? -1 : 0;
}

static int make(struct network *n, struct cfg *c, const struct rows_are *rows, uint32_t classes,
                int workers, size_t scratch, struct mien_error *e)
{
    *n = (struct network){.classes = classes, .workers = workers, .file = strdup(c->path)};
    int status = n->file == NULL ? error_memory(e, "a network", strlen(c->path))
                                 : build(n, c, rows, scratch, e);
    if (status != 0)
        network_free(n);
    else
        n->layers[0].parts = NULL;
    return status;
}

int network_init(struct network *n, struct cfg *c, const uint32_t *shape, uint32_t classes,
                 int workers, size_t scratch, struct mien_error *e)
{
    return make(n, c, &(struct rows_are){.shape = shape}, classes, workers, scratch, e);
}

int network_init_parts(struct network *n, struct cfg *c, const struct layer_part *parts, int count,
                       uint32_t classes, int workers, size_t scratch, struct mien_error *e)
{
    return make(n, c, &(struct rows_are){.parts = parts, .part_count = count}, classes, workers,
                scratch, e);
}

void network_free(struct network *n)
{
    for (int i = 1; i < n->count; i++)
        free(n->layers[i].options);
    team_close(n->team);
    free(n->layers);
    free(n->profile);
    free(n->memory);
    free(n->file);
    *n = (struct network){0};
}

void network_initialise(struct network *n, uint64_t seed)
{
    struct rng r = rng_seed(seed);
    for (int i = 1; i < n->count; i++)
        if (n->layers[i].type->initialise != NULL)
            n->layers[i].type->initialise(&n->layers[i], &r);
}

void network_use(struct network *n, float *values)
{
    float *parameter = values == NULL ? n->values : values;
    float *statistic = parameter + n->parameters;
    for (int i = 1; i < n->count; i++) {
        n->layers[i].parameter = parameter;
        n->layers[i].statistic = statistic;
        parameter += n->layers[i].parameters;
        statistic += n->layers[i].statistics;
    }
}

struct pass network_pass(const struct network *n, const struct batch *b, int worker)
{
    size_t begin, end;
    share(b->rows, LAYER_TILE, (size_t)worker, (size_t)n->workers, &begin, &end);
    return (struct pass){.batch = b,
                         .begin = (uint32_t)begin,
                         .end = (uint32_t)end,
                         .worker = (uint32_t)worker,
                         .workers = (uint32_t)n->workers,
                         .workspace = n->workspace + (size_t)worker * n->workspace_stride,
                         .team = n->team};
}

/* What one worker spent since *start, which becomes now. */
static void count_time(const struct network *n, const struct pass *p, double *spent, double *start)
{
    struct timespec t;
    if (!n->profiled || !p->batch->train || p->worker != 0)
        return;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* not what others took meanwhile */
    const double now = (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
    *spent += now - *start;
    *start = now;
}

void network_forward(const struct network *n, const struct pass *p)
{
    double start = 0.0, before = 0.0;
    count_time(n, p, &before, &start);
    for (int i = 1; i < n->count; i++) {
        if (n->layers[i].stands_for == NULL)
            n->layers[i].type->forward(&n->layers[i], p);
        count_time(n, p, &n->profile[i].forward, &start);
    }
}

void network_backward(const struct network *n, const struct pass *p)
{
    double start = 0.0, before = 0.0;
    count_time(n, p, &before, &start);
    for (int i = n->count - 1; i > 0; i--) {
        if (n->layers[i].stands_for == NULL)
            n->layers[i].type->backward(&n->layers[i], p);
        count_time(n, p, &n->profile[i].backward, &start);
    }
    pass_wait(p);
    count_time(n, p, &before, &start);
    for (int i = 1; i < n->count; i++) {
        if (n->layers[i].type->gradient != NULL)
            n->layers[i].type->gradient(&n->layers[i], p);
        count_time(n, p, &n->profile[i].gradient, &start);
        n->profile[i].steps += p->worker == 0;
    }
}

struct forward_job {
    const struct network *n;
    const struct batch *batch;
};

static void forward_job(void *context, int worker)
{
    const struct forward_job *j = context;
    struct pass p = network_pass(j->n, j->batch, worker);
    network_forward(j->n, &p);
}

static void run(struct network *n, const struct batch *b, const float *x)
{
    struct forward_job j = {n, b};
    n->layers[0].output = (float *)(uintptr_t)x; /* read only: the input has no delta */
    team_run(n->team, forward_job, &j);
}

void network_predict(struct network *n, const float *x, uint32_t rows, float *p)
{
    const float *y = n->layers[n->count - 1].output;
    for (uint32_t at = 0; at < rows; at += n->options.batch) {
        struct batch b = {.rows = rows - at < n->options.batch ? rows - at : n->options.batch};
        run(n, &b, x + (size_t)at * n->width);
        memcpy(p + (size_t)at * n->classes, y, (size_t)b.rows * n->classes * sizeof *p);
    }
}

struct network_score network_evaluate(struct network *n, const struct samples *s,
                                      uint32_t *confusion)
{
    const float *y = n->layers[n->count - 1].output;
    double loss = 0.0, mass = 0.0;
    uint32_t right = 0;
    if (confusion != NULL)
        memset(confusion, 0, (size_t)n->classes * n->classes * sizeof *confusion);
    for (uint32_t at = 0; at < s->rows; at += n->options.batch) {
        uint32_t rows = s->rows - at < n->options.batch ? s->rows - at : n->options.batch;
        struct samples part = {.classes = s->classes, .y = s->y + at};
        part.target = s->target == NULL ? NULL : s->target + (size_t)at * s->classes;
        part.weight = s->weight == NULL ? NULL : s->weight + at;
        batch_targets(&part, NULL, rows, n->target, n->weight);
        struct batch b = {.rows = rows,
                          .target = n->target,
                          .weight = n->weight,
                          .loss = n->loss,
                          .mass = n->mass};
        run(n, &b, s->x + (size_t)at * s->width);
        for (uint32_t r = 0; r < rows; r++) {
            loss += n->loss[r];
            mass += n->mass[r];
            const uint8_t label = s->y[at + r];
            const int32_t answer = mien_argmax(y + (size_t)r * n->classes, (int32_t)n->classes);
            right += answer == label;
            if (confusion != NULL)
                confusion[(size_t)label * n->classes + (size_t)answer]++;
        }
    }
    return (struct network_score){loss / (mass > 0.0 ? mass : 1.0), (double)right / s->rows};
}

static bool finite_all(const float *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

const struct layer *network_find_bad(const struct network *n, uint32_t rows)
{
    for (int i = 0; i < n->count; i++)
        if (n->layers[i].output != NULL &&
            !finite_all(n->layers[i].output, rows * n->layers[i].size))
            return &n->layers[i];
    return NULL;
}

int network_lower(const struct network *n, struct model *m, struct mien_error *e)
{
    struct lowering low = {0};
    int status = 0;
    n->layers[0].value = 0;
    for (int i = 1; status == 0 && i < n->count; i++) {
        struct layer *l = &n->layers[i];
        if (l->type->lower != NULL)
            status = l->type->lower(l, &low, e);
        else
            l->value = l->input[0]->value;
    }
    if (status == 0)
        status = lowering_finish(&low, m, e);
    lowering_free(&low);
    return status;
}
