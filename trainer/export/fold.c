/* fold.c - see fold.h. */
#include "trainer/export/fold.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"

/* The name of a runtime header that the line includes, with its length; else NULL. */
static const char *included(const char *line, size_t *length)
{
    static const char start[] = "#include \"";
    if (strncmp(line, start, sizeof start - 1) != 0)
        return NULL;
    line += sizeof start - 1;
    *length = strcspn(line, "\"\n");
    return line;
}

static void write_at(struct fold *f, FILE *out, const char *name, size_t length)
{
    size_t i = 0;
    while (fold_headers[i].name && (strlen(fold_headers[i].name) != length ||
                                    strncmp(fold_headers[i].name, name, length) != 0))
        i++;
    if (!fold_headers[i].name || f->done[i])
        return;
    f->done[i] = true;
    for (const char *line = fold_headers[i].text; *line;) {
        const size_t size = strcspn(line, "\n") + (strchr(line, '\n') != NULL);
        size_t inner_length = 0;
        const char *inner = included(line, &inner_length);
        if (inner)
            write_at(f, out, inner, inner_length);
        else
            fwrite(line, 1, size, out);
        line += size;
    }
    fputc('\n', out);
}

void fold_write(struct fold *f, FILE *out, const char *name)
{
    write_at(f, out, name, strlen(name));
}

int fold_unpack(const char *folder, struct mien_error *e)
{
    int result = 0;
    for (const struct fold_header *h = fold_headers; h->name && result == 0; h++) {
        char *path = file_join(folder, h->name);
        result = path ? file_write(path, h->text, strlen(h->text), e)
                      : error_memory(e, h->name, strlen(folder));
        free(path);
    }
    return result;
}
