/* verb_data_landmarks.c - `mien data landmarks`: landmark sets of pictures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "datasets/landmarks/landmarks.h"
#include "datasets/landmarks/tries.h"
#include "runtime/host/text.h"
#include "trainer/cli/data_arguments.h"
#include "trainer/cli/data_work.h"
#include "runtime/host/table.h"
#include "runtime/host/stop.h"

extern const struct cli_verb verb_data_landmarks;

enum { JOBS_MAX = 256, DAMAGES_SHOWN = 5 };

struct landmarks_arguments {
    const char *out, *points, *votes, *classes, *name, *licence, *report;
    long long jobs;
    bool strict, replace, json;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct landmarks_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"points", 0, CLI_STRING, offsetof(struct landmarks_arguments, points), 0, 0, "68|468|both",
     "68 points (x, y), the mesh's 468 (x, y, z), or SET-68 and SET-468 (68)"},
    {"jobs", 'j', CLI_INTEGER, offsetof(struct landmarks_arguments, jobs), 1, JOBS_MAX, "N",
     "threads (as many as there are processors); the result is the same"},
    {"votes", 0, CLI_STRING, offsetof(struct landmarks_arguments, votes), 0, 0, "FILE",
     "votes to join by picture name: FER+'s fer2013new.csv or its kind"},
    {"classes", 0, CLI_STRING, offsetof(struct landmarks_arguments, classes), 0, 0, "A,B,...",
     "the classes in their order (FER2013's order, or sorted)"},
    {"name", 0, CLI_STRING, offsetof(struct landmarks_arguments, name), 0, 0, "NAME",
     "the data set's name (its folder's)"},
    {"licence", 0, CLI_STRING, offsetof(struct landmarks_arguments, licence), 0, 0, "TEXT",
     "what may be done with it, for dataset.json"},
    {"report", 0, CLI_STRING, offsetof(struct landmarks_arguments, report), 0, 0, "FILE.csv",
     "list the pictures without a face, with score, tries and reason"},
    {"strict", 0, CLI_FLAG, offsetof(struct landmarks_arguments, strict), 0, 0, NULL,
     "a picture that cannot be read is an error (it is named and left out)"},
    {"replace", 0, CLI_FLAG, offsetof(struct landmarks_arguments, replace), 0, 0, NULL,
     "SET may be a data set already; its name, licence and source stay"},
    {"json", 0, CLI_FLAG, offsetof(struct landmarks_arguments, json), 0, 0, NULL,
     "print what was found as JSON"},
};

static int parse_points(const char *text, unsigned *sets, struct mien_error *e)
{
    static const struct {
        const char *name;
        unsigned sets;
    } choices[] = {
        {"68", LANDMARKS_68}, {"468", LANDMARKS_468}, {"both", LANDMARKS_68 | LANDMARKS_468}};
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        if (strcmp(text, choices[i].name) == 0) {
            *sets = choices[i].sets;
            return 0;
        }
    return error_usage(e, "--points: not 68, 468 or both ('%.40s')", text);
}

/* ---- what is printed ---- */

static const struct table_column coverage_columns[] = {
    {"split", "split", TABLE_LEFT},        {"class", "class", TABLE_LEFT},
    {"pictures", "pictures", TABLE_RIGHT}, {"at_once", "first try", TABLE_RIGHT},
    {"found", "with tries", TABLE_RIGHT},  {"without", "without", TABLE_RIGHT},
};

static const struct table_column try_columns[] = {
    {"try", "face found in", TABLE_LEFT},
    {"pictures", "pictures", TABLE_RIGHT},
    {"share", "share", TABLE_RIGHT},
};

static double share(uint32_t part, uint32_t whole)
{
    return whole ? 100.0 * part / whole : 0;
}

static void add_count(struct table *t, const char *split, const char *class,
                      const struct landmark_count *c)
{
    if (c->pictures == 0)
        return;
    table_text(t, split);
    table_text(t, class);
    table_count(t, c->pictures);
    table_number(t, "%.1f %%", share(c->at_once, c->pictures));
    table_number(t, "%.1f %%", share(c->found, c->pictures));
    table_count(t, c->pictures - c->found);
}

static void add_to(struct landmark_count *sum, const struct landmark_count *c)
{
    sum->pictures += c->pictures;
    sum->at_once += c->at_once;
    sum->found += c->found;
}

static void fill_coverage(struct table *t, const struct landmark_outcome *o,
                          struct landmark_count *all)
{
    table_init(t, coverage_columns, sizeof coverage_columns / sizeof *coverage_columns);
    for (uint32_t s = 0; s < o->splits; s++) {
        struct landmark_count sum = {0};
        for (uint32_t c = 0; c < o->classes; c++) {
            add_count(t, o->split_names[s], o->class_names[c], &o->counts[s * o->classes + c]);
            add_to(&sum, &o->counts[s * o->classes + c]);
        }
        add_count(t, o->split_names[s], "all", &sum);
        add_to(all, &sum);
    }
}

static void fill_tries(struct table *t, const struct landmark_outcome *o,
                       const struct landmark_finder *finder, const struct landmark_count *all)
{
    table_init(t, try_columns, sizeof try_columns / sizeof *try_columns);
    for (int32_t i = 0; i < finder->try_count; i++) {
        if (o->found_by[i] == 0)
            continue;
        table_text(t, finder->try_names[i]);
        table_count(t, o->found_by[i]);
        table_number(t, "%.2f %%", share(o->found_by[i], all->pictures));
    }
}

static int print_json(const struct table *coverage, const struct table *tries,
                      const struct landmark_outcome *o, double seconds, struct mien_error *e)
{
    cJSON *json = cJSON_CreateObject(), *damaged = cJSON_AddArrayToObject(json, "damaged");
    cJSON_AddItemToObject(json, "coverage", table_json(coverage));
    cJSON_AddItemToObject(json, "tries", table_json(tries));
    cJSON_AddNumberToObject(json, "resumed", o->resumed);
    cJSON_AddNumberToObject(json, "seconds", seconds);
    for (uint32_t i = 0; i < o->damage_count; i++)
        cJSON_AddItemToArray(damaged, cJSON_CreateString(o->damages[i].name));
    char *text = json && damaged ? cJSON_Print(json) : NULL;
    cJSON_Delete(json);
    if (!text)
        return error_memory(e, "JSON", 0);
    puts(text);
    cJSON_free(text);
    return 0;
}

static int print_tables(const struct table *coverage, const struct table *tries,
                        const struct landmark_outcome *o, double seconds, struct mien_error *e)
{
    char time[32], done[32];
    if (table_print(coverage, stdout, TABLE_TERMINAL, e) != 0)
        return -1;
    putchar('\n');
    if (table_print(tries, stdout, TABLE_TERMINAL, e) != 0)
        return -1;
    const uint32_t fresh = o->done - o->resumed;
    printf("\n%s pictures in %s", text_count(done, sizeof done, fresh),
           text_duration(time, sizeof time, seconds));
    if (seconds > 0)
        printf(", %.0f a second", fresh / seconds);
    if (o->resumed)
        printf("; %s were found before", text_count(done, sizeof done, o->resumed));
    putchar('\n');
    return 0;
}

static void warn_of_damages(const struct landmark_outcome *o)
{
    for (uint32_t i = 0; i < o->damage_count && i < DAMAGES_SHOWN; i++)
        fprintf(stderr, "mien: left out: %s\n", o->damages[i].reason);
    if (o->damage_count > DAMAGES_SHOWN)
        fprintf(stderr, "mien: left out: %u more that cannot be read; --report lists them\n",
                o->damage_count - DAMAGES_SHOWN);
}

static int print_outcome(const struct landmark_outcome *o, const struct landmark_finder *finder,
                         double seconds, bool json, struct mien_error *e)
{
    struct table coverage, tries;
    struct landmark_count all = {0};
    fill_coverage(&coverage, o, &all);
    fill_tries(&tries, o, finder, &all);
    int result = json ? print_json(&coverage, &tries, o, seconds, e)
                      : print_tables(&coverage, &tries, o, seconds, e);
    table_free(&coverage);
    table_free(&tries);
    return result;
}

/* ---- the verb ---- */

/* Ctrl-C keeps what was found: say how far it came and exit as a stopped program does. */
static int finish_work(struct data_work *w, int result, const struct landmark_outcome *o)
{
    const bool stopped = result != 0 && stop_asked();
    char done[32], all[32];
    if (w->shown)
        progress_finish(&w->bar);
    stop_unwatch();
    if (!stopped)
        return result;
    fprintf(stderr, "stopped; %s of %s pictures are done, the same command goes on from there\n",
            text_count(done, sizeof done, o->done), text_count(all, sizeof all, o->pictures));
    return 130;
}

static int make(const char *source, const char *out, const struct landmark_options *given,
                bool json, struct mien_error *e)
{
    struct face_networks networks;
    struct landmark_tries tries;
    struct landmark_outcome outcome = {0};
    struct data_work work;
    struct landmark_options o = *given;
    if (face_networks_open(&networks, e) != 0)
        return -1;
    const struct landmark_finder finder = landmark_tries_finder(&tries, &networks);
    const double began = clock_seconds();
    data_work_start(&work, "finding faces");
    o.watch = &work.watch;
    int result = landmarks_make(source, out, &finder, &o, &outcome, e);
    result = finish_work(&work, result, &outcome);
    warn_of_damages(&outcome);
    if (result == 0)
        result = print_outcome(&outcome, &finder, clock_seconds() - began, json, e);
    landmark_outcome_free(&outcome);
    face_networks_close(&networks);
    return result;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct landmarks_arguments a = {.points = "68", .jobs = sysconf(_SC_NPROCESSORS_ONLN)};
    struct data_classes classes;
    int count;
    int result = cli_parse(&verb_data_landmarks, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    if (data_parse_classes(&classes, a.classes, e) != 0)
        return -1;
    char *out = NULL;
    struct landmark_options o = {
        .source = {classes.count ? classes.names : NULL, classes.count, a.votes},
        .jobs = a.jobs < 1          ? 1
                : a.jobs > JOBS_MAX ? JOBS_MAX
                                    : (int)a.jobs,
        .name = a.name,
        .licence = a.licence,
        .report = a.report,
        .replace = a.replace,
        .strict = a.strict,
    };
    result = parse_points(a.points, &o.sets, e);
    if (result == 0)
        result = data_check_out(&out, a.out, &verb_data_landmarks, e);
    if (result == 0)
        result = make(argv[0], out, &o, a.json, e);
    free(classes.text);
    free(out);
    return result;
}

const struct cli_verb verb_data_landmarks = {
    .name = "landmarks",
    .summary = "Make a landmark data set of pictures.",
    .example = "mien data landmarks fer2013 --votes fer2013new.csv -o my-landmarks",
    .usage = "mien data landmarks IMAGES -o SET [options]",
    .details =
        "IMAGES is a folder of PNG and JPEG files in CLASS/ or SPLIT/CLASS/, or a data set of\n"
        "images. Every picture becomes a row; one without a face holds the best guess and a low\n"
        "score. Where a face is not found at once, further tries are made.\n"
        "\n"
        "What is found is kept in SET.journal until the set stands: after Ctrl-C or a crash the\n"
        "same command goes on from there and makes the same bytes.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = 1,
    .run = run,
};
