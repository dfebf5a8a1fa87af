/* complete.c - see complete.h. */
#include "viewer/console/app/complete.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/host/config/cfg.h"
#include "viewer/console/app/actions.h"
#include "viewer/console/app/words.h"

/* Lines being gathered: those that begin with the word [length] that stands there. */
struct candidates {
    const char *word;
    size_t length;
    FILE *stream;
    int count;
};

static void offer(struct candidates *k, const char *text)
{
    if (strncmp(text, k->word, k->length) == 0 && !strpbrk(text, "\n ")) {
        fprintf(k->stream, "%s%s", k->count ? "\n" : "", text);
        k->count++;
    }
}

static void offer_runs(struct candidates *k, const struct console *c)
{
    for (int i = 0; i < c->model.shelf.count; i++)
        offer(k, c->model.shelf.runs[i]->name);
}

static void offer_views(struct candidates *k, const struct console *c)
{
    (void)c;
    for (int i = 0; i < VIEW_COUNT; i++)
        offer(k, views[i]->name);
}

/* Keys of the selected run, behind those that stand in a list already. */
static void offer_keys(struct candidates *k, const struct console *c)
{
    const struct journal *j = c->model.selected;
    for (size_t i = k->length; i > 0; i--)
        if (k->word[i - 1] == ',') {
            k->word += i;
            k->length -= i;
            break;
        }
    for (int i = 0; j && i < j->column_count; i++)
        offer(k, j->columns[i].name);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* alike in every locale */
}

static int is_shown(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

/* Files whose names end in `ending`, and folders with a slash behind them. */
static void offer_files(struct candidates *k, const char *ending)
{
    char folder[PROMPT_TEXT_MAX + 2], path[PROMPT_TEXT_MAX + 512], real[2 * PROMPT_TEXT_MAX];
    size_t slash = k->length;
    while (slash > 0 && k->word[slash - 1] != '/')
        slash--;
    snprintf(folder, sizeof folder, "%.*s", (int)slash, k->word);
    const char *rest, *home = words_home(folder, &rest);
    snprintf(real, sizeof real, "%s%s", home, slash ? rest : ".");
    const int place = open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct dirent **names;
    const int count = place < 0 ? -1 : scandirat(place, ".", &names, is_shown, by_name);
    for (int i = 0; i < count; i++) {
        struct stat info;
        const size_t length = strlen(names[i]->d_name), end = strlen(ending);
        snprintf(path, sizeof path, "%s%s", folder, names[i]->d_name);
        if (fstatat(place, names[i]->d_name, &info, 0) == 0 && S_ISDIR(info.st_mode))
            offer(k, strcat(path, "/"));
        else if (length >= end && strcmp(names[i]->d_name + length - end, ending) == 0)
            offer(k, path);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    if (place >= 0)
        close(place);
}

static void offer_paths(struct candidates *k, const struct console *c)
{
    (void)c;
    offer_files(k, "");
}

/* What `--set` can change in the cfg that stands in the command: "net.epochs=". */
static void offer_settings(struct candidates *k, const char *path)
{
    struct cfg cfg;
    char text[256];
    if (cfg_open(&cfg, path, NULL) != 0)
        return;
    for (size_t s = 0; s < cfg.count; s++) {
        const struct cfg_section *section = &cfg.sections[s];
        size_t place = 0, alike = 0;
        for (size_t i = 0; i < cfg.count; i++)
            if (strcmp(cfg.sections[i].name, section->name) == 0) {
                place += i < s;
                alike++;
            }
        for (size_t i = 0; i < section->count; i++) {
            const char *key = section->entries[i].key;
            if (alike > 1)
                snprintf(text, sizeof text, "%s.%zu.%s=", section->name, place, key);
            else
                snprintf(text, sizeof text, "%s.%s=", section->name, key);
            offer(k, text);
        }
    }
    cfg_close(&cfg);
}

static void offer_train(struct candidates *k, const struct console *c)
{
    static const char *const options[] = {"--set", "--run", "--threads", "--folds", "--force"};
    (void)c;
    char cfg[PROMPT_TEXT_MAX];
    const char *line = k->word; /* the word lies in the line, which begins with "train" */
    while (line[-1] != '\n')
        line--;
    const char *first = line + strcspn(line, " ");
    first += strspn(first, " ");
    snprintf(cfg, sizeof cfg, "%.*s", (int)strcspn(first, " "), first);
    if (k->word - line >= 6 && strncmp(k->word - 6, "--set ", 6) == 0)
        offer_settings(k, cfg);
    else if (k->length > 0 && k->word[0] == '-')
        for (size_t i = 0; i < sizeof options / sizeof *options; i++)
            offer(k, options[i]);
    else
        offer_files(k, ".cfg");
}

static const struct {
    const char *placeholder; /* what it begins with */
    void (*offer)(struct candidates *k, const struct console *c);
} kinds[] = {
    {"RUN", offer_runs},   {"VIEW", offer_views}, {"FILE", offer_paths},
    {"PATH", offer_paths}, {"CFG", offer_train},
};

static void offer_argument(struct candidates *k, const struct console *c, const char *placeholder)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(placeholder, kinds[i].placeholder, strlen(kinds[i].placeholder)) == 0)
            kinds[i].offer(k, c);
    if (strchr(placeholder, ',')) /* "loss,accuracy" */
        offer_keys(k, c);
    if (!strchr(placeholder, '|'))
        return;
    for (size_t length; *placeholder; placeholder += length + (placeholder[length] == '|')) {
        char choice[64];
        length = strcspn(placeholder, "|");
        snprintf(choice, sizeof choice, "%.*s", (int)length, placeholder);
        offer(k, choice);
    }
}

static void offer_commands(struct candidates *k, const struct console *c)
{
    const struct view *view = views[c->view];
    for (int i = 0; i < view->action_count; i++)
        offer(k, view->actions[i].name);
    for (int i = 0; i < c->action_count; i++)
        offer(k, c->actions[i].name);
    offer_views(k, c);
}

char *command_complete(void *console, const char *text, int cursor, int *word)
{
    const struct console *c = console;
    char line[PROMPT_TEXT_MAX + 1] = "\n", name[64], *found = NULL;
    size_t size = 0;
    int blanks = (int)strspn(text, " "); /* before the command */
    blanks = blanks < cursor ? blanks : cursor;
    snprintf(line + 1, sizeof line - 1, "%.*s", cursor - blanks, text + blanks);
    struct candidates k = {.word = line + 1 + *word - blanks};
    k.length = strlen(k.word);
    k.stream = open_memstream(&found, &size);
    if (!k.stream)
        return NULL;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(line + 1, " "), line + 1);
    if (*word <= blanks) {
        offer_commands(&k, c);
    } else {
        const struct action_place a = action_named(c, name, true);
        if (a.action && a.action->argument)
            offer_argument(&k, c, a.action->argument);
    }
    *word = (int)(k.word - line) - 1 + blanks;
    fclose(k.stream);
    if (k.count > 0)
        return found;
    free(found);
    return NULL;
}
