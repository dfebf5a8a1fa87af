/* verb_data_join.c - `mien data join`: pictures and landmarks of the same faces as one data set. */
#include <stdio.h>
#include <stdlib.h>

#include "datasets/dataset_open.h"
#include "datasets/join.h"
#include "runtime/host/text.h"
#include "trainer/cli/data_arguments.h"
#include "trainer/cli/data_work.h"

extern const struct cli_verb verb_data_join;

struct join_arguments {
    const char *out;
    bool replace;
};

static const struct cli_option options[] = {
    {"out", 'o', CLI_STRING, offsetof(struct join_arguments, out), 0, 0, "SET",
     "the data set's folder to make"},
    {"replace", 0, CLI_FLAG, offsetof(struct join_arguments, replace), 0, 0, NULL,
     "SET may be a data set already"},
};

/* What was left out, with a row to look at. */
static void tell_alone(const struct dataset *const sets[2], const struct join_summary *s)
{
    char number[32];
    for (int i = 0; i < 2; i++) {
        const uint32_t row = s->first_alone[i];
        if (s->alone[i])
            fprintf(stderr,
                    "left out %s rows of %s without a partner in %s; the first is row %u (split "
                    "'%s', id %u)\n",
                    text_count(number, sizeof number, s->alone[i]), sets[i]->path,
                    sets[1 - i]->path, row, sets[i]->split_names[sets[i]->split[row]],
                    sets[i]->id[row]);
    }
}

static int join_sets(const struct dataset *const sets[2], const char *out, bool replace,
                     struct mien_error *e)
{
    struct data_work work;
    struct join_summary summary;
    data_work_start(&work, "joining");
    int result = join_write(sets[0], sets[1], out, replace, &work.watch, &summary, e);
    result = data_work_finish(&work, result);
    if (result != 0)
        return result;
    tell_alone(sets, &summary);
    return data_print_summary(out, e);
}

static int open_and_join(char *const paths[2], const char *out, bool replace, struct mien_error *e)
{
    struct dataset first, second;
    if (dataset_open(&first, paths[0], e) != 0)
        return -1;
    int result = dataset_open(&second, paths[1], e);
    if (result == 0) {
        result = join_sets((const struct dataset *const[]){&first, &second}, out, replace, e);
        dataset_close(&second);
    }
    dataset_close(&first);
    return result;
}

static int run_join(int argc, char **argv, struct mien_error *e)
{
    struct join_arguments a = {0};
    int count;
    int result = cli_parse(&verb_data_join, argc, argv, &a, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    char *out = NULL;
    result = data_check_out(&out, a.out, &verb_data_join, e);
    if (result == 0)
        result = open_and_join(argv, out, a.replace, e);
    free(out);
    return result;
}

const struct cli_verb verb_data_join = {
    .name = "join",
    .summary = "Put two data sets of the same faces side by side, as pictures and landmarks.",
    .example = "mien data join data/fer2013 datasets/fer2013-landmarks -o data/fer2013-both",
    .usage = "mien data join SET SET -o NEW",
    .details =
        "Rows belong together where split, class and id (the number in the source's file name)\n"
        "are the same. Rows without a partner are left out, and counted. [input] layers of a\n"
        "network read one part each; [route] joins them.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 2,
    .most = 2,
    .run = run_join,
};
