/* test_face_command.c - `mien face` through the real command: what it says of a portrait, in words
 * and JSON, what it draws, and how it refuses what it cannot do. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cjson/cJSON.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

#include "runtime/face/mien_face.h"
#include "runtime/host/image/image.h"
#include "tests/end-to-end/workspace.h"

/* The pictures that all tests share, in the current folder: portrait.jpg, 512 x 512; grey.png, the
 * same in grey; small.png, the face in 48 x 48 pixels; two.png, two portraits side by side;
 * empty.png, nobody; cut.jpg, half a file. */
static void write_png(const char *path, const struct image *m)
{
    assert_true(stbi_write_png(path, (int)m->width, (int)m->height, (int)m->channels, m->data, 0));
}

static struct image blank(uint32_t width, uint32_t height, uint32_t channels)
{
    struct image m = {malloc((size_t)width * height * channels), width, height, channels};
    assert_non_null(m.data);
    memset(m.data, 128, (size_t)width * height * channels);
    return m;
}

/* Copy a part of `from` [width, height] from (left, top) to (x, y) of `to`. */
static void copy(const struct image *from, uint32_t left, uint32_t top, struct image *to,
                 uint32_t x, uint32_t y, uint32_t width, uint32_t height)
{
    for (uint32_t row = 0; row < height; row++)
        memcpy(to->data + ((size_t)(y + row) * to->width + x) * to->channels,
               from->data + ((size_t)(top + row) * from->width + left) * from->channels,
               (size_t)width * from->channels);
}

static int make_pictures(void **state)
{
    struct image portrait, grey, part = blank(160, 160, 1), small = blank(48, 48, 1);
    struct image two = blank(1024, 512, 3), empty = blank(200, 100, 3);
    struct mien_error e;
    if (workspace_make(state) != 0)
        return -1;
    shell("cp \"$MIEN_HOME\"/datasets/portraits/collins.jpg portrait.jpg");
    shell("head -c 20000 portrait.jpg >cut.jpg");
    if (image_read(&portrait, "portrait.jpg", 3, &e) != 0 ||
        image_read(&grey, "portrait.jpg", 1, &e) != 0)
        return -1;
    copy(&grey, 145, 45, &part, 0, 0, 160, 160);
    copy(&portrait, 0, 0, &two, 0, 0, 512, 512);
    copy(&portrait, 0, 0, &two, 512, 0, 512, 512);
    if (image_resize(&part, 48, 48, small.data, &e) != 0)
        return -1;
    write_png("grey.png", &grey);
    write_png("small.png", &small);
    write_png("two.png", &two);
    write_png("empty.png", &empty);
    struct image *all[] = {&portrait, &grey, &part, &small, &two, &empty};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        image_free(all[k]);
    return 0;
}

/* What `mien face ARGUMENTS --json` prints, for cJSON_Delete. */
static cJSON *face_json(const char *arguments)
{
    const struct outcome o = done("mien face --emotion none %s --json >faces.json", arguments);
    char *text = read_text("faces.json");
    cJSON *json = cJSON_Parse(text);
    assert_non_null(json);
    assert_string_equal(o.err, "");
    free(text);
    return json;
}

static const cJSON *item(const cJSON *json, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(json, name);
    if (!found)
        fail_msg("no '%s'", name);
    return found;
}

static double number(const cJSON *json, const char *name)
{
    assert_true(cJSON_IsNumber(item(json, name)));
    return item(json, name)->valuedouble;
}

static double at(const cJSON *array, int row, int column)
{
    const cJSON *value = cJSON_GetArrayItem(cJSON_GetArrayItem(array, row), column);
    assert_true(cJSON_IsNumber(value));
    return value->valuedouble;
}

static const cJSON *faces_of(const cJSON *json, int picture)
{
    return item(cJSON_GetArrayItem(item(json, "pictures"), picture), "faces");
}

static void near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%g is not within %g of %g", value, tolerance, expected);
}

/* One message, the last line of what was said. */
static void says_once(const struct outcome *o, int status, const char *message)
{
    const char *found = strstr(o->err, "mien: ");
    if (o->status != status || !found || strstr(found + 1, "\nmien: ") || !strstr(found, message))
        fail_msg("status %d, said: %s", o->status, o->err);
}

/* ---- what it says ---- */

static void json_has_all_that_the_help_says(void **state)
{
    (void)state;
    cJSON *json = face_json("portrait.jpg");
    const cJSON *models = item(json, "models"),
                *picture = cJSON_GetArrayItem(item(json, "pictures"), 0);
    assert_int_equal(strlen(item(item(models, "detector"), "weights_sha256")->valuestring), 64);
    assert_int_equal(strlen(item(item(models, "mesh"), "weights_sha256")->valuestring), 64);
    assert_true(cJSON_IsNull(item(models, "emotion")));
    assert_string_equal(item(picture, "picture")->valuestring, "portrait.jpg");
    near(number(picture, "width"), 512, 0);
    near(number(picture, "height"), 512, 0);
    near(number(picture, "channels"), 3, 0);
    assert_int_equal(cJSON_GetArraySize(item(picture, "faces")), 1);
    const cJSON *face = cJSON_GetArrayItem(item(picture, "faces"), 0);
    near(number(face, "face"), 1, 0);
    assert_true(number(face, "score") > 0.99);
    assert_true(cJSON_IsNull(item(face, "emotion")));
    assert_true(number(item(face, "openness"), "right_eye") > 0.1);
    assert_true(number(item(face, "openness"), "left_eye") > 0.1);
    assert_true(number(item(face, "openness"), "mouth") > 0.05);
    assert_true(number(item(face, "region"), "size") > 100.0);
    assert_true(fabs(number(item(face, "region"), "angle")) < 15.0);
    cJSON_Delete(json);
}

/* Where eyes, nose and mouth of the portrait are was read off the picture by eye. */
static void landmarks_and_key_points_lie_where_the_face_is(void **state)
{
    static const struct {
        int landmark;
        const char *name;
        double x, y;
    } points[] = {{468, "right_eye", 202.0, 105.0},
                  {468, "left_eye", 247.0, 109.0},
                  {1, "nose_tip", 223.0, 130.0},
                  {13, "mouth", 222.0, 150.0}};
    (void)state;
    cJSON *json = face_json("portrait.jpg");
    const cJSON *face = cJSON_GetArrayItem(faces_of(json, 0), 0), *all = item(face, "landmarks");
    const cJSON *keys = item(item(face, "detection"), "keypoints"), *box = item(face, "box");
    assert_int_equal(cJSON_GetArraySize(keys), MIEN_KEYPOINTS);
    for (size_t k = 0; k < sizeof points / sizeof *points; k++) {
        const cJSON *key = item(keys, points[k].name);
        near(cJSON_GetArrayItem(key, 0)->valuedouble, points[k].x, 8.0);
        near(cJSON_GetArrayItem(key, 1)->valuedouble, points[k].y, 8.0);
        if (points[k].landmark < MIEN_MESH_POINTS) {
            near(at(all, points[k].landmark, 0), points[k].x, 8.0);
            near(at(all, points[k].landmark, 1), points[k].y, 8.0);
        }
    }
    assert_int_equal(cJSON_GetArraySize(all), MIEN_MESH_POINTS);
    for (int k = 0; k < MIEN_MESH_POINTS; k++) {
        assert_true(at(all, k, 0) >= number(box, "x") - 0.001);
        assert_true(at(all, k, 1) <= number(box, "y") + number(box, "height") + 0.001);
    }
    assert_int_equal(cJSON_GetArraySize(item(face, "landmarks68")), MIEN_LANDMARKS68);
    for (int k = 0; k < MIEN_LANDMARKS68; k++)
        for (int i = 0; i < 3; i++)
            near(at(item(face, "landmarks68"), k, i), at(all, mien_ibug68[k], i), 0.0);
    cJSON_Delete(json);
}

/* Rotation times one scale: its columns are as long as each other and at right angles. */
static void the_pose_is_a_matrix_and_its_angles(void **state)
{
    (void)state;
    cJSON *json = face_json("portrait.jpg");
    const cJSON *pose = item(cJSON_GetArrayItem(faces_of(json, 0), 0), "pose");
    const cJSON *matrix = item(pose, "matrix");
    double product[3][3] = {{0}};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++)
                product[i][j] += at(matrix, k, i) * at(matrix, k, j);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            near(product[i][j], i == j ? product[0][0] : 0.0, 1e-3 * product[0][0]);
    assert_true(at(matrix, 2, 3) < -10.0); /* in front of the camera */
    near(number(pose, "yaw"), 0.0, 10.0);
    near(number(pose, "roll"), 4.0, 6.0);
    assert_true(fabs(number(pose, "pitch")) < 30.0);
    cJSON_Delete(json);
}

static void grey_and_colour_give_the_same_face(void **state)
{
    (void)state;
    cJSON *json = face_json("portrait.jpg grey.png");
    near(number(cJSON_GetArrayItem(item(json, "pictures"), 1), "channels"), 1, 0);
    const cJSON *colour = item(cJSON_GetArrayItem(faces_of(json, 0), 0), "landmarks");
    const cJSON *grey = item(cJSON_GetArrayItem(faces_of(json, 1), 0), "landmarks");
    for (int k = 0; k < MIEN_MESH_POINTS; k++) {
        near(at(grey, k, 0), at(colour, k, 0), 5.0);
        near(at(grey, k, 1), at(colour, k, 1), 5.0);
    }
    cJSON_Delete(json);
}

static void a_table_tells_it_to_people(void **state)
{
    (void)state;
    const struct outcome o = done("mien face portrait.jpg two.png --emotion none");
    assert_non_null(strstr(o.out, "Picture"));
    assert_non_null(strstr(o.out, "\nportrait.jpg     1  "));
    assert_non_null(strstr(o.out, "\ntwo.png          1  "));
    assert_non_null(strstr(o.out, "\ntwo.png          2  "));
    assert_null(strstr(o.out, "Emotion"));
    assert_string_equal(o.err, "");
}

static void a_picture_without_a_face_is_no_error(void **state)
{
    (void)state;
    const struct outcome o = done("mien face empty.png --draw empty-face.png");
    assert_non_null(strstr(o.out, "\nempty.png  none"));
    assert_string_equal(o.err, "");
    shell("test -s empty-face.png && rm empty-face.png");
    cJSON *json = face_json("empty.png");
    assert_int_equal(cJSON_GetArraySize(faces_of(json, 0)), 0);
    cJSON_Delete(json);
}

static void no_more_faces_are_found_than_are_wanted(void **state)
{
    (void)state;
    cJSON *json = face_json("two.png");
    assert_int_equal(cJSON_GetArraySize(faces_of(json, 0)), 2);
    cJSON_Delete(json);
    json = face_json("two.png --max-faces 1");
    assert_int_equal(cJSON_GetArraySize(faces_of(json, 0)), 1);
    cJSON_Delete(json);
}

/* ---- emotions ---- */

static void emotions_are_read_by_the_named_run(void **state)
{
    (void)state;
    make_faces();
    done("mien train network.cfg -o network --set net.epochs=5");
    done("mien face portrait.jpg -e network --json >faces.json");
    char *text = read_text("faces.json");
    cJSON *json = cJSON_Parse(text);
    const cJSON *face = cJSON_GetArrayItem(faces_of(json, 0), 0), *emotion = item(face, "emotion");
    const cJSON *all = item(emotion, "probabilities"), *one;
    double sum = 0.0, most = 0.0;
    cJSON_ArrayForEach(one, all)
    {
        sum += one->valuedouble;
        most = fmax(most, one->valuedouble);
    }
    near(sum, 1.0, 1e-5);
    assert_int_equal(cJSON_GetArraySize(all), 4);
    near(number(all, item(emotion, "top")->valuestring), most, 0.0);
    assert_string_equal(item(item(item(json, "models"), "emotion"), "model")->valuestring,
                        "network");
    cJSON_Delete(json);
    free(text);
    const struct outcome o =
        done("mien face portrait.jpg -e network/model.safetensors -d with.png");
    assert_non_null(strstr(o.out, "Emotion"));
    done("mien face portrait.jpg -e none -d without.png");
    assert_false(same_bytes("with.png", "without.png"));
    shell("rm -r with.png without.png network faces");
}

static void a_model_of_something_else_is_refused(void **state)
{
    (void)state;
    struct outcome o = run("mien face portrait.jpg -e \"$MIEN_HOME\"/models/face_mesh.safetensors");
    says_once(&o, 1, "face_mesh.safetensors: not a model of 68 or 468 landmarks");
    o = run("mien face portrait.jpg -e nothing");
    says_once(&o, 1, "nothing: cannot find the run");
    o = run("MIEN_HOME=/nowhere mien face portrait.jpg --draw new/");
    says_once(&o, 1,
              "/nowhere/models/face_detector.safetensors: not found, and it comes with mien");
    assert_string_equal(o.out, "");
    shell("test ! -e new");
}

/* ---- drawings ---- */

static void width_of_a_drawing_is(const char *path, uint32_t width)
{
    struct image m = {0};
    struct mien_error e;
    if (image_probe(&m, path, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(m.width, width);
}

static void a_drawing_is_the_same_each_time_and_with_any_threads(void **state)
{
    (void)state;
    done("OMP_NUM_THREADS=1 mien face two.png --draw one.png");
    done("OMP_NUM_THREADS=3 mien face two.png --draw other.png");
    assert_true(same_bytes("one.png", "other.png"));
    width_of_a_drawing_is("one.png", 1280);
    done("mien face small.png -e none --draw one.png");
    width_of_a_drawing_is("one.png", 1280);
    shell("rm one.png other.png");
}

static void several_pictures_are_drawn_into_a_folder(void **state)
{
    (void)state;
    done("mien face portrait.jpg grey.png --draw drawn/here");
    shell("test -s drawn/here/portrait.png && test -s drawn/here/grey.png");
    done("mien face small.png --draw drawn/");
    shell("test -s drawn/small.png && rm -r drawn");
}

static void what_cannot_be_drawn_is_refused_before_the_work(void **state)
{
    static const struct {
        const char *arguments, *message;
    } cases[] = {
        {"portrait.jpg --draw out.jpg", "--draw: drawings are PNG files ('out.jpg')"},
        {"portrait.jpg grey.png --draw out.png",
         "--draw: several pictures are drawn into a folder"},
        {"grey.png --draw grey.png", "--draw: the drawing would replace the picture grey.png"},
        {"grey.png --draw .", "--draw: the drawing would replace the picture grey.png"},
        {"portrait.jpg ./portrait.jpg -d out", "would both be drawn to out/portrait.png"},
        {"portrait.jpg --max-faces 0", "--max-faces: "},
        {"portrait.jpg --max-faces 257", "--max-faces: "},
        {"", "PICTURE"},
    };
    (void)state;
    char *before = listing(".");
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct outcome o = run("mien face %s", cases[k].arguments);
        says_once(&o, 2, cases[k].message);
        assert_string_equal(o.out, "");
    }
    char *after = listing(".");
    assert_string_equal(before, after);
    free(before);
    free(after);
}

static void a_full_disk_is_an_error(void **state)
{
    (void)state;
    struct outcome o = run("mien face portrait.jpg --draw /dev/full");
    says_once(&o, 1, "/dev/full: cannot write (No space left on device)");
    o = run("mien face portrait.jpg --json >/dev/full");
    says_once(&o, 1, "standard output: cannot write (No space left on device)");
    o = run("mien face portrait.jpg --draw none/such/out.png");
    says_once(&o, 1, "none/such/out.png");
}

/* ---- pictures that cannot be read ---- */

static void a_bad_picture_among_others_is_reported_and_they_are_done(void **state)
{
    (void)state;
    struct outcome o = run("mien face portrait.jpg missing.jpg grey.png -e none");
    says_once(&o, 1, "missing.jpg: cannot open (No such file or directory)");
    assert_non_null(strstr(o.out, "\nportrait.jpg     1  "));
    assert_non_null(strstr(o.out, "\ngrey.png         1  "));
    o = run("mien face cut.jpg portrait.jpg -e none --json >faces.json");
    says_once(&o, 1, "cut.jpg: ");
    char *text = read_text("faces.json");
    cJSON *json = cJSON_Parse(text);
    const cJSON *cut = cJSON_GetArrayItem(item(json, "pictures"), 0);
    assert_string_equal(item(cut, "picture")->valuestring, "cut.jpg");
    assert_non_null(strstr(item(cut, "error")->valuestring, "cut.jpg: "));
    assert_int_equal(cJSON_GetArraySize(faces_of(json, 1)), 1);
    cJSON_Delete(json);
    free(text);
}

static void a_picture_that_is_none_is_an_error(void **state)
{
    (void)state;
    shell("echo text >text.png && mkdir folder.png");
    struct outcome o = run("mien face text.png");
    says_once(&o, 1, "text.png: ");
    assert_string_equal(o.out, "");
    o = run("mien face folder.png");
    says_once(&o, 1, "folder.png: ");
    o = run("mien face cut.jpg --draw cut.png; status=$?; test ! -e cut.png && exit $status");
    says_once(&o, 1, "cut.jpg: ");
    shell("rmdir folder.png");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_all_that_the_help_says),
        cmocka_unit_test(landmarks_and_key_points_lie_where_the_face_is),
        cmocka_unit_test(the_pose_is_a_matrix_and_its_angles),
        cmocka_unit_test(grey_and_colour_give_the_same_face),
        cmocka_unit_test(a_table_tells_it_to_people),
        cmocka_unit_test(a_picture_without_a_face_is_no_error),
        cmocka_unit_test(no_more_faces_are_found_than_are_wanted),
        cmocka_unit_test(emotions_are_read_by_the_named_run),
        cmocka_unit_test(a_model_of_something_else_is_refused),
        cmocka_unit_test(a_drawing_is_the_same_each_time_and_with_any_threads),
        cmocka_unit_test(several_pictures_are_drawn_into_a_folder),
        cmocka_unit_test(what_cannot_be_drawn_is_refused_before_the_work),
        cmocka_unit_test(a_full_disk_is_an_error),
        cmocka_unit_test(a_bad_picture_among_others_is_reported_and_they_are_done),
        cmocka_unit_test(a_picture_that_is_none_is_an_error),
    };
    return cmocka_run_group_tests(tests, make_pictures, workspace_remove);
}
