/* test_clip.c - the clip that comes with mien through `mien view` without a window: its face is
 * found in every frame, no frame is dropped, and a mask is worn on the face and nowhere else. */
#include <stdlib.h>
#include <string.h>

#include "workspace.h"

#include <cjson/cJSON.h>

#include "runtime/host/image/image.h"

enum { FRAMES = 12, WIDTH = 400, HEIGHT = 300 }; /* the clip's own size: a pixel is a pixel */

#define VIEW                                                                                       \
    "mien view --headless --source \"$MIEN_HOME/datasets/portraits/clip.webm\" --size 400x300 "    \
    "--frames 12 --consent --set mirror=0 --set mesh=wire --set box=1 --set axes=1 --set bars=1 "  \
    "--set strip=1 --set emoji=1 --set times=0 --json "

static cJSON *whole(const struct outcome *o)
{
    cJSON *json = cJSON_Parse(o->out);
    if (o->status != 0 || !json)
        fail_msg("%s", o->err);
    assert_int_equal(cJSON_GetObjectItem(json, "frames")->valueint, FRAMES);
    assert_int_equal(cJSON_GetObjectItem(json, "dropped")->valueint, 0);
    assert_int_equal(cJSON_GetObjectItem(json, "width")->valueint, WIDTH);
    assert_int_equal(cJSON_GetObjectItem(json, "height")->valueint, HEIGHT);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(json, "consent")));
    return json;
}

/* x, y, width, height of the one face that there is, which has scores. */
static void only_box(const cJSON *json, double box[4])
{
    const cJSON *faces = cJSON_GetObjectItem(json, "faces"), *face = cJSON_GetArrayItem(faces, 0);
    assert_int_equal(cJSON_GetArraySize(faces), 1);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(face, "scores")), 7);
    for (int i = 0; i < 4; i++)
        box[i] = cJSON_GetArrayItem(cJSON_GetObjectItem(face, "box"), i)->valuedouble;
}

/* Rows of the recording's table, each of the same face and none of the same moment. */
static void assert_a_face_in_each_frame(const char *path)
{
    char *table = read_text(path), *rest = NULL;
    double last = -1;
    int rows = 0;
    strtok_r(table, "\n", &rest);
    for (const char *row; (row = strtok_r(NULL, "\n", &rest)) != NULL; rows++) {
        double seconds;
        int face;
        assert_int_equal(sscanf(row, "%lf,%d,", &seconds, &face), 2);
        assert_int_equal(face, 1);
        assert_true(seconds > last);
        last = seconds;
    }
    assert_int_equal(rows, FRAMES);
    free(table);
}

static bool differs(const struct image *a, const struct image *b, size_t pixel)
{
    int sum = 0;
    for (size_t i = 3 * pixel; i < 3 * pixel + 3; i++)
        sum += abs(a->data[i] - b->data[i]);
    return sum > 60;
}

/* Share of the pixels that differ: [0] outside, [1] inside the middle half of the box. Between them
 * lies the mask's border, and above the face what is drawn for it. */
static void shares(const struct image *a, const struct image *b, const double box[4],
                   double share[2])
{
    size_t all[2] = {0}, changed[2] = {0};
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            const double right = (x + 0.5 - box[0]) / box[2], down = (y + 0.5 - box[1]) / box[3];
            const bool in = right > 0.25 && right < 0.75 && down > 0.25 && down < 0.75;
            const bool out = right < -0.25 || right > 1.25 || down < -0.25 || down > 1.25;
            if (!in && !out)
                continue;
            all[in]++;
            changed[in] += differs(a, b, (size_t)y * WIDTH + (size_t)x);
        }
    }
    for (int i = 0; i < 2; i++)
        share[i] = (double)changed[i] / (double)all[i];
}

static void the_clip_is_followed_and_its_face_wears_the_mask(void **state)
{
    (void)state;
    double box[4], again[4], share[2];
    struct image bare, worn;
    struct mien_error e;
    const struct outcome plain = run(VIEW "--snapshot bare.png");
    if (strstr(plain.err, "OpenGL"))
        skip();
    cJSON *json = whole(&plain);
    only_box(json, box);
    cJSON_Delete(json);
    const struct outcome masked = run(VIEW "--mask robot --record a.webm --snapshot worn.png");
    json = whole(&masked);
    only_box(json, again);
    cJSON_Delete(json);
    assert_memory_equal(box, again, sizeof box);
    assert_a_face_in_each_frame("a.csv");
    assert_int_equal(image_read(&bare, "bare.png", 3, &e), 0);
    assert_int_equal(image_read(&worn, "worn.png", 3, &e), 0);
    assert_int_equal(bare.width, WIDTH);
    assert_int_equal(worn.height, HEIGHT);
    shares(&bare, &worn, box, share);
    image_free(&bare);
    image_free(&worn);
    print_message("%.1f %% of the face changed, %.1f %% of what is around it\n", 100 * share[1],
                  100 * share[0]);
    assert_true(share[1] > 0.5);
    assert_true(share[0] < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clip_is_followed_and_its_face_wears_the_mask),
    };
    return cmocka_run_group_tests(tests, workspace_make, workspace_remove);
}
