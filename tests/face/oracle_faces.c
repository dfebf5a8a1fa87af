/* oracle_faces.c - see oracle_faces.h. imglab writes a tag a line. */
#include <stdio.h>

#include "tests/face/oracle_faces.h"

const char *oracle_path(const char *name)
{
    static char path[4096];
    if (!getenv("MIEN_ORACLES"))
        skip();
    snprintf(path, sizeof path, "%s/%s", getenv("MIEN_ORACLES"), name);
    return path;
}

void oracle_pictures(const char *path, void (*visit)(void *context, const struct oracle_picture *p),
                     void *context)
{
    static struct oracle_picture p;
    char line[512];
    unsigned part;
    float x, y;
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, " <image file='%127[^']'", p.name) == 1) {
            p.count = 0;
        } else if (strstr(line, "<box ")) {
            assert_true(++p.count <= ORACLE_FACES_MAX);
        } else if (sscanf(line, " <part name='%u' x='%f' y='%f'", &part, &x, &y) == 3) {
            assert_true(part < MIEN_LANDMARKS68);
            p.points[p.count - 1][part][0] = x;
            p.points[p.count - 1][part][1] = y;
        } else if (strstr(line, "</image>")) {
            visit(context, &p);
        }
    }
    fclose(f);
}
