/* verb_face.c - `mien face`: the faces on pictures, told in words or JSON, drawn on them.
 *
 * What goes wrong with one picture is reported, and the others are done. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "runtime/host/file.h"
#include "runtime/host/home.h"
#include "runtime/host/term.h"
#include "runtime/host/cli/cli.h"
#include "trainer/portrait/portrait_draw.h"
#include "trainer/portrait/portrait_text.h"

extern const struct cli_verb verb_face;

#define EMOTION_FILE "models/emotion.safetensors"

struct face_options {
    const char *draw, *emotion;
    long long most;
    bool json;
};

static const struct cli_option options[] = {
    {"draw", 'd', CLI_STRING, offsetof(struct face_options, draw), 0, 0, "PNG",
     "draw what is found on the picture: a PNG file, for several pictures a folder"},
    {"emotion", 'e', CLI_STRING, offsetof(struct face_options, emotion), 0, 0, "MODEL",
     "run or model file to read emotions by, of landmarks or pictures, or 'none' (" EMOTION_FILE
     ")"},
    {"max-faces", 'n', CLI_INTEGER, offsetof(struct face_options, most), 1, MIEN_FACES_MAX, "N",
     "faces to find on a picture at most (50)"},
    {"json", 0, CLI_FLAG, offsetof(struct face_options, json), 0, 0, NULL,
     "print everything as JSON"},
};

/* ---- where drawings go ---- */

static bool is_folder(const char *path)
{
    struct stat st;
    const size_t length = strlen(path);
    return (length > 0 && path[length - 1] == '/') || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

static bool draws_to_folder(const char *draw, int count)
{
    return count > 1 || is_folder(draw);
}

/* The file that a picture is drawn to, for the caller to free: `draw` itself, or in that folder the
 * picture's name as a PNG. NULL when out of memory. */
static char *drawing_of(const char *draw, bool folder, const char *picture)
{
    if (!folder)
        return strdup(draw);
    const char *name = file_name(picture), *dot = strrchr(name, '.');
    char file[NAME_MAX + 8];
    snprintf(file, sizeof file, "%.*s.png",
             dot && dot > name ? (int)(dot - name) : (int)strlen(name), name);
    return file_join(draw, file);
}

/* Every drawing has a file of its own, and none is one of the pictures. */
static int check_drawing(char *const *drawings, int index, char *const *pictures, int count,
                         struct mien_error *e)
{
    struct stat drawn, st;
    for (int k = 0; k < index; k++)
        if (strcmp(drawings[k], drawings[index]) == 0)
            return error_usage(e,
                               "--draw: %s and %s would both be drawn to %s; draw them in two "
                               "commands, to two folders",
                               pictures[k], pictures[index], drawings[index]);
    if (stat(drawings[index], &drawn) != 0 || !S_ISREG(drawn.st_mode))
        return 0;
    for (int k = 0; k < count; k++)
        if (stat(pictures[k], &st) == 0 && st.st_ino == drawn.st_ino && st.st_dev == drawn.st_dev)
            return error_usage(e,
                               "--draw: the drawing would replace the picture %s; name another %s",
                               pictures[k], count > 1 ? "folder" : "file");
    return 0;
}

static void free_drawings(char **drawings, int count)
{
    for (int k = 0; drawings && k < count; k++)
        free(drawings[k]);
    free(drawings);
}

/* The drawings of all pictures [count], for free_drawings. */
static char **plan_drawings(const char *draw, char *const *pictures, int count,
                            struct mien_error *e)
{
    const bool folder = draws_to_folder(draw, count);
    const char *dot = strrchr(file_name(draw), '.');
    if (dot && strcasecmp(dot, ".png") != 0 && image_is_name(draw)) {
        error_usage(e, "--draw: drawings are PNG files ('%s'); give a name that ends in .png",
                    draw);
        return NULL;
    }
    if (count > 1 && dot && strcasecmp(dot, ".png") == 0 && !is_folder(draw)) {
        error_usage(e, "--draw: several pictures are drawn into a folder ('%s'); name a folder",
                    draw);
        return NULL;
    }
    char **drawings = calloc((size_t)count, sizeof *drawings);
    int result = drawings ? 0 : error_memory(e, "the drawings", (size_t)count * sizeof *drawings);
    for (int k = 0; result == 0 && k < count; k++) {
        drawings[k] = drawing_of(draw, folder, pictures[k]);
        result = drawings[k] ? check_drawing(drawings, k, pictures, count, e)
                             : error_memory(e, "the drawings", strlen(draw));
    }
    if (result == 0)
        return drawings;
    free_drawings(drawings, count);
    return NULL;
}

/* ---- what is printed ---- */

struct output {
    bool json;
    bool begun; /* JSON: a picture has been printed */
    struct table table;
};

static int print_json(const char *before, cJSON *item, struct mien_error *e)
{
    char *text = item ? cJSON_PrintUnformatted(item) : NULL;
    if (text)
        printf("%s%s", before, text);
    else
        error_memory(e, "the report", 0);
    cJSON_free(text);
    cJSON_Delete(item);
    return text ? 0 : -1;
}

static int begin(struct output *o, const struct portrait_reader *r, struct mien_error *e)
{
    portrait_table_init(&o->table, r->emotion_path != NULL);
    if (!o->json)
        return 0;
    if (print_json("{\"mien\":\"" MIEN_VERSION "\",\n\"models\":", portrait_models_json(r), e) != 0)
        return -1;
    fputs(",\n\"pictures\":[", stdout);
    return 0;
}

static int put(struct output *o, cJSON *item, struct mien_error *e)
{
    const int result = print_json(o->begun ? ",\n" : "\n", item, e);
    o->begun = true;
    return result;
}

/* A picture that something was wrong with: a message at once, and in JSON its place in the list. */
static int put_failure(struct output *o, const char *picture, const char *message,
                       struct mien_error *e)
{
    fprintf(stderr, "%smien: %s\n", term_live(stderr) ? "\r\033[K" : "", message);
    if (!o->json)
        return 0;
    cJSON *item = cJSON_CreateObject();
    cJSON_AddStringToObject(item, "picture", picture);
    cJSON_AddStringToObject(item, "error", message);
    return put(o, item, e);
}

static int end(struct output *o, struct mien_error *e)
{
    if (o->json)
        puts("\n]}");
    else if (o->table.count > 0)
        return table_print(&o->table, stdout, TABLE_TERMINAL, e);
    return 0;
}

/* ---- the pictures in turn ---- */

enum { MANY = 10 }; /* pictures that progress is shown for */

/* Read, draw and print one picture. Returns 0; 1 where there was something wrong with it; -1 on an
 * error that ends it all. */
static int do_picture(struct portrait_reader *r, const char *picture, const char *drawing,
                      struct output *o, struct mien_error *e)
{
    struct portrait p;
    struct mien_error wrong = {.text = ""};
    const bool failed = portrait_read(&p, r, picture, &wrong) != 0 ||
                        (drawing && portrait_draw(&p, drawing, &wrong) != 0);
    int result = 0;
    if (failed)
        result = put_failure(o, picture, wrong.text, e);
    else if (o->json)
        result = put(o, portrait_json(&p), e);
    else
        portrait_table_add(&o->table, &p);
    portrait_free(&p);
    return result != 0 ? -1 : failed;
}

static int do_pictures(struct portrait_reader *r, char **pictures, char **drawings, int count,
                       struct output *o, struct mien_error *e)
{
    struct progress progress;
    int failed = 0, result = begin(o, r, e);
    if (count >= MANY)
        progress_start(&progress, "faces", count);
    for (int k = 0; result == 0 && k < count; k++) {
        const int one = do_picture(r, pictures[k], drawings ? drawings[k] : NULL, o, e);
        failed |= one == 1;
        result = one < 0 ? -1 : 0;
        if (count >= MANY)
            progress_update(&progress, k + 1);
    }
    if (count >= MANY)
        progress_finish(&progress);
    if (result == 0)
        result = end(o, e);
    return result == 0 ? failed : -1;
}

static int run(int argc, char **argv, struct mien_error *e)
{
    struct face_options o = {.most = 50};
    struct portrait_reader r = {0};
    int count, result = cli_parse(&verb_face, argc, argv, &o, &count, e);
    if (result != 0)
        return result < 0 ? -1 : 0;
    char path[PATH_MAX], **drawings = NULL;
    const char *emotion = o.emotion;
    if (!emotion)
        emotion = home_has(path, sizeof path, EMOTION_FILE) ? path : NULL;
    else if (strcmp(emotion, "none") == 0)
        emotion = NULL;
    struct output out = {.json = o.json};
    result = -1;
    if ((!o.draw || (drawings = plan_drawings(o.draw, argv, count, e))) &&
        portrait_reader_open(&r, (int32_t)o.most, emotion, e) == 0 &&
        (!o.draw || !draws_to_folder(o.draw, count) || file_make_folder(o.draw, e) == 0))
        result = do_pictures(&r, argv, drawings, count, &out, e);
    table_free(&out.table);
    portrait_reader_close(&r);
    free_drawings(drawings, count);
    return result;
}

const struct cli_verb verb_face = {
    .name = "face",
    .summary = "Find faces on pictures: 468 landmarks, pose, openness, emotions; draw them.",
    .example = "mien face datasets/portraits/collins.jpg --draw face.png",
    .usage = "mien face PICTURE... [options]",
    .details =
        "PICTURE is a PNG or JPEG file, grey or RGB, of any size. Coordinates are pixels from the "
        "left and upper edge; a landmark's z has x's scale, smaller is nearer. Yaw, pitch and roll "
        "are degrees: turned to the picture's right, upwards, and clockwise. Openness is height "
        "over width, of the subject's right and left eye and of the mouth.\n"
        "A picture without a face is no error. One that cannot be read is reported, the others are "
        "done, and the exit status is 1.\n"
        "--draw enlarges a small picture to 1,280 pixels on its longer side, shrinks a large one "
        "to 4,096.\n"
        "--json prints one object: mien, models {detector, mesh, emotion} with weights_sha256, and "
        "pictures, each with picture, width, height, channels and faces, or with picture and "
        "error. A face has face (its number), score, box, detection {score, box, keypoints}, "
        "region (of the landmarks' network; angle in degrees), pose {yaw, pitch, roll, matrix}, "
        "openness {right_eye, left_eye, mouth}, emotion {top, probabilities} or null, landmarks68 "
        "and landmarks, [x, y, z] each. pose.matrix takes the canonical face (centimetres, y up) "
        "to camera space.",
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .least = 1,
    .most = -1,
    .run = run,
};
