/* cli.c - see cli.h. */
#include "runtime/host/cli/cli.h"

#include <string.h>

#include "runtime/host/text.h"

/* Arguments being read: those from `next` on are still to come, those kept are argv[0..kept). */
struct scan {
    const struct cli_verb *verb;
    char **argv;
    int argc, next, kept;
    void *values;
    struct mien_error *e;
};

static bool parse_bytes(const char *text, long long *value)
{
    static const char units[] = "kMG";
    char digits[32];
    size_t n = strlen(text);
    const char *unit = n ? strchr(units, text[n - 1]) : NULL;
    if (n >= sizeof digits)
        return false;
    memcpy(digits, text, n + 1);
    if (unit)
        digits[n - 1] = '\0';
    double bytes;
    if (!text_number(digits, &bytes))
        return false;
    for (const char *u = units; unit && u <= unit; u++)
        bytes *= 1024;
    if (bytes < 0 || bytes > 0x1p62)
        return false;
    *value = (long long)bytes;
    return true;
}

static bool within(const struct cli_option *o, double value)
{
    return o->low == o->high || (value >= o->low && value <= o->high);
}

static int refuse(const struct scan *s, const struct cli_option *o, const char *text,
                  const char *what)
{
    char range[64] = "";
    if (o->low != o->high)
        snprintf(range, sizeof range, " from %.15g to %.15g", o->low, o->high);
    return error_usage(s->e, "--%s: not %s ('%.80s'); give %s%s", o->name, what, text, what, range);
}

static int store_integer(const struct scan *s, const struct cli_option *o, const char *text)
{
    long long value;
    if (!text_integer(text, &value) || !within(o, (double)value))
        return refuse(s, o, text, "a whole number");
    *(long long *)(void *)((char *)s->values + o->offset) = value;
    return 0;
}

static int store_number(const struct scan *s, const struct cli_option *o, const char *text)
{
    double value;
    if (!text_number(text, &value) || !within(o, value))
        return refuse(s, o, text, "a number");
    *(double *)(void *)((char *)s->values + o->offset) = value;
    return 0;
}

static int store_bytes(const struct scan *s, const struct cli_option *o, const char *text)
{
    long long value;
    if (!parse_bytes(text, &value) || !within(o, (double)value))
        return refuse(s, o, text, "a size such as 64k or 2M");
    *(long long *)(void *)((char *)s->values + o->offset) = value;
    return 0;
}

static int store_string(const struct scan *s, const struct cli_option *o, const char *text)
{
    *(const char **)(void *)((char *)s->values + o->offset) = text;
    return 0;
}

static int store_item(const struct scan *s, const struct cli_option *o, const char *text)
{
    struct cli_list *list = (void *)((char *)s->values + o->offset);
    if (list->count == CLI_LIST_MAX)
        return error_usage(s->e, "--%s is given too often; at most %d times", o->name,
                           CLI_LIST_MAX);
    list->items[list->count++] = text;
    return 0;
}

static int store(const struct scan *s, const struct cli_option *o, const char *text)
{
    static int (*const by_kind[])(const struct scan *, const struct cli_option *, const char *) = {
        [CLI_STRING] = store_string, [CLI_INTEGER] = store_integer, [CLI_NUMBER] = store_number,
        [CLI_BYTES] = store_bytes,   [CLI_LIST] = store_item,
    };
    return by_kind[o->kind](s, o, text);
}

/* The option's value: `attached` where it stands in the same argument, else the next argument. */
static int take_value(struct scan *s, const struct cli_option *o, const char *attached)
{
    if (!attached && s->next == s->argc)
        return error_usage(s->e, "--%s has no value; give --%s %s", o->name, o->name, o->metavar);
    return store(s, o, attached ? attached : s->argv[s->next++]);
}

static void set_flag(const struct scan *s, const struct cli_option *o)
{
    *(bool *)(void *)((char *)s->values + o->offset) = true;
}

static int take_long(struct scan *s, const char *text)
{
    const struct cli_verb *v = s->verb;
    size_t length = strcspn(text, "=");
    const char *value = text[length] ? text + length + 1 : NULL;
    for (size_t i = 0; i < v->option_count; i++) {
        const struct cli_option *o = &v->options[i];
        if (strncmp(o->name, text, length) != 0 || o->name[length])
            continue;
        if (o->kind != CLI_FLAG)
            return take_value(s, o, value);
        if (value)
            return error_usage(s->e, "--%s takes no value ('%.80s'); leave it out", o->name, value);
        set_flag(s, o);
        return 0;
    }
    char word[64], hint[128] = "";
    snprintf(word, sizeof word, "%.*s", length < sizeof word ? (int)length : 63, text);
    const char *name =
        v->option_count ? text_nearest(word, &v->options->name, v->option_count, sizeof *v->options)
                        : NULL;
    if (name)
        snprintf(hint, sizeof hint, "did you mean '--%s'?", name);
    return error_usage(s->e, "unknown option '--%s'; %s%s", word,
                       name ? hint : "usage: ", name ? "" : v->usage);
}

/* "-o FILE", "-oFILE", or flags in a row. */
static int take_letters(struct scan *s, const char *text)
{
    const struct cli_verb *v = s->verb;
    for (; *text; text++) {
        const struct cli_option *o = v->options, *end = o + v->option_count;
        while (o < end && o->letter != *text)
            o++;
        if (o == end)
            return error_usage(s->e, "unknown option '-%c'; usage: %s", *text, v->usage);
        if (o->kind != CLI_FLAG)
            return take_value(s, o, text[1] ? text + 1 : NULL);
        set_flag(s, o);
    }
    return 0;
}

static bool asks_help(const char *argument)
{
    return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

int cli_parse(const struct cli_verb *verb, int argc, char **argv, void *values, int *count,
              struct mien_error *e)
{
    struct scan s = {verb, argv, argc, 1, 0, values, e};
    bool options_ended = false;
    while (s.next < argc) {
        char *argument = argv[s.next++];
        int result = 0;
        if (options_ended || argument[0] != '-' || !argument[1]) {
            argv[s.kept++] = argument;
        } else if (asks_help(argument)) {
            cli_help(verb, stdout);
            return 1;
        } else if (strcmp(argument, "--") == 0) {
            options_ended = true;
        } else {
            result =
                argument[1] == '-' ? take_long(&s, argument + 2) : take_letters(&s, argument + 1);
        }
        if (result != 0)
            return -1;
    }
    argv[s.kept] = NULL;
    *count = s.kept;
    if (s.kept < verb->least)
        return error_usage(e, "an argument is missing; usage: %s", verb->usage);
    if (verb->most >= 0 && s.kept > verb->most)
        return error_usage(e, "one argument too many ('%.80s'); usage: %s", argv[verb->most],
                           verb->usage);
    return 0;
}

int cli_run(const struct cli_verb *verb, int argc, char **argv, struct mien_error *e)
{
    if (!verb->verbs)
        return verb->run(argc, argv, e);
    if (argc < 2 && !verb->run) {
        cli_help(verb, stderr);
        return 2;
    }
    if (argc > 1 && asks_help(argv[1])) {
        cli_help(verb, stdout);
        return 0;
    }
    const char *names[CLI_VERBS_MAX];
    for (size_t i = 0; i < verb->verb_count; i++) {
        if (argc > 1 && strcmp(argv[1], verb->verbs[i]->name) == 0)
            return cli_run(verb->verbs[i], argc - 1, argv + 1, e);
        names[i] = verb->verbs[i]->name;
    }
    if (verb->run)
        return verb->run(argc, argv, e);
    char hint[128];
    text_did_you_mean(hint, sizeof hint, argv[1], names, verb->verb_count, sizeof *names);
    return error_usage(e, "'%.80s' is not a verb of %s%s", argv[1], verb->name,
                       hint[0] ? hint : "; --help lists them");
}

static int option_head(const struct cli_option *o, char *out, size_t size)
{
    char letter[] = "    ";
    if (o->letter)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    return snprintf(out, size, "  %s--%s%s%s", letter, o->name, o->kind == CLI_FLAG ? "" : " ",
                    o->kind == CLI_FLAG ? "" : o->metavar);
}

static void print_options(const struct cli_verb *verb, FILE *out)
{
    char head[96];
    int width = (int)strlen("  -h, --help");
    for (size_t i = 0; i < verb->option_count; i++) {
        int n = option_head(&verb->options[i], head, sizeof head);
        width = n > width ? n : width;
    }
    fprintf(out, "\noptions:\n");
    for (size_t i = 0; i < verb->option_count; i++) {
        option_head(&verb->options[i], head, sizeof head);
        fprintf(out, "%-*s  %s\n", width, head, verb->options[i].help);
    }
    fprintf(out, "%-*s  %s\n", width, "  -h, --help", "show this and exit");
}

static void print_verbs(const struct cli_verb *verb, FILE *out)
{
    int width = 0;
    for (size_t i = 0; i < verb->verb_count; i++) {
        int n = (int)strlen(verb->verbs[i]->name);
        width = n > width ? n : width;
    }
    fprintf(out, "\nverbs:\n");
    for (size_t i = 0; i < verb->verb_count; i++)
        fprintf(out, "  %-*s  %s\n", width, verb->verbs[i]->name, verb->verbs[i]->summary);
}

void cli_help(const struct cli_verb *verb, FILE *out)
{
    fprintf(out, "%s\n\n%s\n\nusage: %s\n", verb->example, verb->summary, verb->usage);
    if (verb->verbs)
        print_verbs(verb, out);
    if (verb->run)
        print_options(verb, out);
    if (verb->details)
        fprintf(out, "\n%s\n", verb->details);
}
