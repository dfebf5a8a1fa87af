/* history.c - see history.h. */
#include "viewer/console/app/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/xdg.h"

enum { HISTORY_BYTES_MAX = PROMPT_HISTORY * (PROMPT_TEXT_MAX + 2) };
static const char file_called[] = "console.history";

int history_load(struct prompt *p, struct mien_error *e)
{
    char path[XDG_PATH_MAX];
    if (!xdg_path(XDG_STATE, file_called, path) || access(path, F_OK) != 0)
        return 0;
    char *text = file_text(path, HISTORY_BYTES_MAX, e);
    if (!text)
        return -1;
    for (char *line = text, *end; *line; line = end) {
        end = line + strcspn(line, "\n");
        if (*end)
            *end++ = '\0';
        if (*line == ':' || *line == '/')
            prompt_remember(p, line);
    }
    free(text);
    p->history_typed = 0;
    return 0;
}

int history_save(struct prompt *p, struct mien_error *e)
{
    char folder[XDG_PATH_MAX], path[XDG_PATH_MAX];
    struct prompt all = {0};
    struct file_atomic f;
    if (p->history_typed == 0 || !xdg_path(XDG_STATE, NULL, folder) ||
        !xdg_path(XDG_STATE, file_called, path))
        return 0;
    int result = history_load(&all, e);
    if (result == 0 && (result = file_make_folder(folder, e)) == 0)
        result = file_atomic_open(&f, path, e);
    if (result == 0) {
        for (int i = p->history_count - p->history_typed; i < p->history_count; i++)
            prompt_remember(&all, p->history[i]);
        for (int i = 0; i < all.history_count; i++)
            fprintf(f.stream, "%s\n", all.history[i]);
        result = file_atomic_commit(&f, e);
    }
    prompt_free(&all);
    p->history_typed = result == 0 ? 0 : p->history_typed;
    return result;
}
