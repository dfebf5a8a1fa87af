/* table.c - see table.h. */
#include "viewer/record/table.h"

#include <stdlib.h>
#include <string.h>

#define DEGREE 57.29577951308232

const char *const record_format_names[RECORD_FORMAT_COUNT] = {
    [RECORD_CSV] = "csv",
    [RECORD_JSONL] = "jsonl",
};

/* -1: of neither. */
static int format_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (int i = 0; dot && dot > path && i < RECORD_FORMAT_COUNT; i++)
        if (strcmp(dot + 1, record_format_names[i]) == 0)
            return i;
    return -1;
}

/* What is said of a face besides its scores and landmarks. */
enum { FACTS = 12 };
static const char *const fact_names[FACTS] = {"score",     "x",        "y",     "width",
                                              "height",    "yaw",      "pitch", "roll",
                                              "right_eye", "left_eye", "mouth", "calibrated"};

static void list_facts(const struct live_face *f, double out[FACTS])
{
    const struct mien_face *m = &f->face;
    const double facts[FACTS] = {m->score,
                                 m->box.x,
                                 m->box.y,
                                 m->box.width,
                                 m->box.height,
                                 DEGREE * (double)m->pose.yaw,
                                 DEGREE * (double)m->pose.pitch,
                                 DEGREE * (double)m->pose.roll,
                                 m->eyes[0],
                                 m->eyes[1],
                                 m->mouth,
                                 f->calibrated};
    memcpy(out, facts, sizeof facts);
}

/* Names of classes come from a file: quoted where CSV wants it. */
static void write_name(FILE *out, const char *name)
{
    putc('"', out);
    for (; *name; name++) {
        if (*name == '"')
            putc('"', out);
        putc(*name, out);
    }
    putc('"', out);
}

static void write_head(struct record_table *t)
{
    fputs("seconds,face", t->out);
    for (int i = 0; i < FACTS; i++)
        fprintf(t->out, ",%s", fact_names[i]);
    fputs(",emotion", t->out);
    for (int32_t c = 0; c < t->class_count; c++) {
        putc(',', t->out);
        write_name(t->out, t->classes[c]);
    }
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        fprintf(t->out, ",x%d,y%d,z%d", i, i, i);
    putc('\n', t->out);
}

int record_table_open(struct record_table *t, const char *path, const char *const *classes,
                      int32_t class_count, struct mien_error *e)
{
    const int format = format_of(path);
    *t = (struct record_table){.classes = classes, .class_count = class_count};
    if (format < 0)
        return error_usage(e, "a table of landmarks ends in .csv or .jsonl ('%s')", path);
    t->format = (enum record_format)format;
    t->path = strdup(path);
    t->out = t->path ? fopen(path, "we") : NULL;
    if (!t->out) {
        error_system(e, path, "write");
        free(t->path);
        *t = (struct record_table){0};
        return -1;
    }
    if (t->format == RECORD_CSV)
        write_head(t);
    return 0;
}

static void write_csv(struct record_table *t, const struct live_face *f, double seconds)
{
    double facts[FACTS];
    list_facts(f, facts);
    fprintf(t->out, "%.3f,%d", seconds, (int)f->face.id);
    for (int i = 0; i < FACTS; i++)
        fprintf(t->out, ",%.4g", facts[i]);
    putc(',', t->out);
    if (f->scored)
        write_name(t->out, f->emotion < 0 ? "uncertain" : t->classes[f->emotion]);
    for (int32_t c = 0; c < t->class_count; c++)
        if (f->scored)
            fprintf(t->out, ",%.4f", (double)f->scores[c]);
        else
            putc(',', t->out);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        fprintf(t->out, ",%.2f,%.2f,%.2f", (double)f->face.landmarks[i][0],
                (double)f->face.landmarks[i][1], (double)f->face.landmarks[i][2]);
    putc('\n', t->out);
}

static void write_json_name(FILE *out, const char *name)
{
    putc('"', out);
    for (; *name; name++) {
        const unsigned char c = (unsigned char)*name;
        if (c < 0x20 || c == '"' || c == '\\')
            fprintf(out, "\\u%04x", c);
        else
            putc(c, out);
    }
    putc('"', out);
}

static void write_json(struct record_table *t, const struct live_face *f, double seconds)
{
    double facts[FACTS];
    list_facts(f, facts);
    fprintf(t->out, "{\"seconds\":%.3f,\"face\":%d", seconds, (int)f->face.id);
    for (int i = 0; i < FACTS; i++)
        fprintf(t->out, ",\"%s\":%.4g", fact_names[i], facts[i]);
    if (f->scored) {
        fputs(",\"emotion\":", t->out);
        write_json_name(t->out, f->emotion < 0 ? "uncertain" : t->classes[f->emotion]);
        fputs(",\"scores\":{", t->out);
        for (int32_t c = 0; c < t->class_count; c++) {
            fputs(c ? "," : "", t->out);
            write_json_name(t->out, t->classes[c]);
            fprintf(t->out, ":%.4f", (double)f->scores[c]);
        }
        putc('}', t->out);
    }
    fputs(",\"landmarks\":[", t->out);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        fprintf(t->out, "%s[%.2f,%.2f,%.2f]", i ? "," : "", (double)f->face.landmarks[i][0],
                (double)f->face.landmarks[i][1], (double)f->face.landmarks[i][2]);
    fputs("]}\n", t->out);
}

int record_table_add(struct record_table *t, const struct moment *m, double seconds,
                     struct mien_error *e)
{
    for (int32_t i = 0; i < m->count; i++)
        (t->format == RECORD_JSONL ? write_json : write_csv)(t, &m->faces[i], seconds);
    return ferror(t->out) ? error_system(e, t->path, "write") : 0;
}

int record_table_close(struct record_table *t, struct mien_error *e)
{
    int result = 0;
    if (t->out) {
        const bool bad = ferror(t->out) != 0;
        if (fclose(t->out) != 0 || bad)
            result = error_system(e, t->path, "write");
    }
    free(t->path);
    *t = (struct record_table){0};
    return result;
}
