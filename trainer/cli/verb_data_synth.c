/* verb_data_synth.c - `mien data synth`: rendered faces with known expressions and landmarks. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datasets/dataset_open.h"
#include "datasets/synth/synth.h"
#include "runtime/host/text.h"
#include "trainer/cli/data_arguments.h"
#include "trainer/cli/data_work.h"
#include "runtime/host/draw/canvas.h"

extern const struct cli_verb verb_data_synth;

struct synth_arguments {
    const char *out, *points, *size, *name, *sheet;
    long long rows, seed, jobs;
    bool replace;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct synth_arguments, out), 0, 0, "SET",
     "the data set of images to make; landmarks go to SET-68 and SET-468"},
    {"rows", 'n', CLI_INTEGER, offsetof(struct synth_arguments, rows), 1, SYNTH_ROWS_MAX, "N",
     "how many faces (7,000)"},
    {"seed", 0, CLI_INTEGER, offsetof(struct synth_arguments, seed), 0, 1e15, "S",
     "another seed, other faces (1)"},
    {"size", 0, CLI_STRING, offsetof(struct synth_arguments, size), 0, 0, "WxH",
     "pixels of a picture (48x48)"},
    {"points", 0, CLI_STRING, offsetof(struct synth_arguments, points), 0, 0, "68|468|both|none",
     "which landmark sets to make (68)"},
    {"jobs", 'j', CLI_INTEGER, offsetof(struct synth_arguments, jobs), 1, SYNTH_JOBS_MAX, "N",
     "threads (as many as there are processors); the result is the same"},
    {"sheet", 0, CLI_STRING, offsetof(struct synth_arguments, sheet), 0, 0, "FILE.png",
     "draw the first faces of each class as a picture"},
    {"name", 0, CLI_STRING, offsetof(struct synth_arguments, name), 0, 0, "NAME",
     "the data set's name (its folder's)"},
    {"replace", 0, CLI_FLAG, offsetof(struct synth_arguments, replace), 0, 0, NULL,
     "the sets may be there already"},
};

static int parse_points(const char *text, unsigned *landmarks, struct mien_error *e)
{
    static const struct {
        const char *name;
        unsigned landmarks;
    } choices[] = {
        {"none", 0}, {"68", SYNTH_68}, {"468", SYNTH_468}, {"both", SYNTH_68 | SYNTH_468}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(text, choices[i].name) == 0) {
            *landmarks = choices[i].landmarks;
            return 0;
        }
    return error_usage(e, "--points: not 68, 468, both or none ('%.40s')", text);
}

/* A side of "48x48": digits up to `end`; 0 where it is none or out of range. */
static uint32_t parse_side(const char *text, const char *end)
{
    char *stop;
    if (*text < '0' || *text > '9')
        return 0;
    const unsigned long side = strtoul(text, &stop, 10);
    return stop == end && side >= SYNTH_SIDE_MIN && side <= SYNTH_SIDE_MAX ? (uint32_t)side : 0;
}

static int parse_size(const char *text, struct synth_options *o, struct mien_error *e)
{
    const char *times = strchr(text, 'x');
    o->width = times ? parse_side(text, times) : 0;
    o->height = times ? parse_side(times + 1, text + strlen(text)) : 0;
    if (o->width && o->height)
        return 0;
    return error_usage(e, "--size: not WIDTHxHEIGHT of %d to %d pixels each ('%.40s'); try 48x48",
                       SYNTH_SIDE_MIN, SYNTH_SIDE_MAX, text);
}

/* ---- the contact sheet ---- */

enum { SHEET_FACES = 12, SHEET_GAP = 2, SHEET_LABEL = 80, SHEET_WIDTH = 96 };

/* A picture `zoom` times as large, its pixels as squares. */
static void draw_face(struct canvas *c, const struct dataset *d, uint32_t row, int x, int y,
                      int zoom)
{
    const int height = (int)d->shape[0], width = (int)d->shape[1];
    const uint8_t *pixels = (const uint8_t *)d->x.data + (size_t)row * d->width;
    for (int j = 0; j < height; j++)
        for (int i = 0; i < width; i++) {
            const uint8_t v = pixels[j * width + i];
            canvas_rectangle(c, (float)(x + i * zoom), (float)(y + j * zoom), (float)zoom,
                             (float)zoom, (struct color){v, v, v});
        }
}

/* Classes from top to bottom, each with its first faces. */
static void draw_faces(struct canvas *c, const struct dataset *d, int zoom)
{
    const struct canvas_text label = {
        .size = 9, .weight = 0.13f, .anchor = CANVAS_LEFT, .color = {20, 20, 20}};
    const int width = (int)d->shape[1] * zoom + SHEET_GAP;
    const int height = (int)d->shape[0] * zoom + SHEET_GAP;
    int drawn[DATASET_CLASSES_MAX] = {0};
    for (uint32_t class = 0; class < d->classes; class ++)
        canvas_write(c, 6, (float)height * ((float)class + 0.5f) + 4, &label,
                     d->class_names[class]);
    for (uint32_t row = 0; row < d->rows; row++) {
        const int class = d->y[row], at = drawn[class]++;
        if (at < SHEET_FACES)
            draw_face(c, d, row, SHEET_LABEL + at * width, SHEET_GAP + class * height, zoom);
    }
}

static int write_sheet(const char *folder, const char *path, struct mien_error *e)
{
    struct dataset d;
    struct canvas c = {0};
    if (dataset_open(&d, folder, e) != 0)
        return -1;
    const int zoom = d.shape[1] < SHEET_WIDTH ? SHEET_WIDTH / (int)d.shape[1] : 1;
    const float width = SHEET_LABEL + SHEET_FACES * ((float)d.shape[1] * (float)zoom + SHEET_GAP);
    const float height =
        SHEET_GAP + (float)d.classes * ((float)d.shape[0] * (float)zoom + SHEET_GAP);
    int result = canvas_init(&c, width, height, 1, (struct color){250, 250, 250}, e);
    if (result == 0) {
        draw_faces(&c, &d, zoom);
        result = canvas_save(&c, path, e);
    }
    canvas_free(&c);
    dataset_close(&d);
    return result;
}

/* ---- the verb ---- */

static int print_rate(uint32_t rows, double seconds)
{
    char number[32], time[32];
    printf("%s faces in %s", text_count(number, sizeof number, rows),
           text_duration(time, sizeof time, seconds));
    if (seconds > 0)
        printf(", %.0f a second", rows / seconds);
    putchar('\n');
    return 0;
}

static int make(const char *out, struct synth_options *o, const char *sheet, struct mien_error *e)
{
    struct data_work work;
    const double began = clock_seconds();
    data_work_start(&work, "drawing faces");
    o->watch = &work.watch;
    int result = data_work_finish(&work, synth_make(out, o, e));
    const double seconds = clock_seconds() - began;
    if (result == 0)
        result = data_print_summary(out, e);
    if (result == 0)
        result = print_rate(o->rows, seconds);
    if (result == 0 && sheet)
        result = write_sheet(out, sheet, e);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct synth_arguments a = {.points = "68",
                                .size = "48x48",
                                .rows = 7000,
                                .seed = 1,
                                .jobs = sysconf(_SC_NPROCESSORS_ONLN)};
    int count;
    int result = cli_parse(&verb_data_synth, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    struct synth_options o = {
        .rows = (uint32_t)a.rows,
        .seed = (uint64_t)a.seed,
        .jobs = a.jobs < 1                ? 1
                : a.jobs > SYNTH_JOBS_MAX ? SYNTH_JOBS_MAX
                                          : (int)a.jobs,
        .name = a.name,
        .replace = a.replace,
    };
    char *out = NULL;
    result = parse_points(a.points, &o.landmarks, e);
    if (result == 0)
        result = parse_size(a.size, &o, e);
    if (result == 0)
        result = data_check_out(&out, a.out, &verb_data_synth, e);
    if (result == 0)
        result = make(out, &o, a.sheet, e);
    free(out);
    return result;
}

const struct cli_verb verb_data_synth = {
    .name = "synth",
    .summary = "Make a data set of rendered faces: nothing to download.",
    .example = "mien data synth -o faces --sheet faces.png",
    .usage = "mien data synth -o SET [options]",
    .details =
        "Grey faces of nobody, each showing one of FER2013's seven expressions, with the\n"
        "landmarks that they were drawn from. SET holds the pictures, SET-68 and SET-468 the\n"
        "landmarks, row for row. Classes are equally frequent; of ten people eight are in train,\n"
        "one is in valid, one in test.\n"
        "\n"
        "They are for trying and testing. What a model learns from them is not how people feel.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 0,
    .most = 0,
    .run = run,
};
