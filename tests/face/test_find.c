/* test_find.c - faces of still pictures: the portrait as TensorFlow Lite's kernels see it, small,
 * turned and several faces; and, where the folder MIEN_ORACLES is set, MediaPipe's expectations and
 * dlib's annotated pictures. */
#include <stdio.h>

#include "runtime/host/rng.h"
#include "tests/face/oracle_faces.h"

static struct face_case face;

enum { WIDTH = 640, HEIGHT = 480 };
static uint8_t frame[WIDTH * HEIGHT * 3];
static const struct mien_picture on_frame = {frame, WIDTH, HEIGHT, 3, WIDTH * 3};

static int open_case(void **state)
{
    (void)state;
    face_case_open(&face);
    return 0;
}

static int close_case(void **state)
{
    (void)state;
    face_case_close(&face);
    return 0;
}

static void start(int32_t most, int32_t levels)
{
    face.options = mien_faces_defaults(face.options.detector, face.options.mesh);
    face.options.most = most;
    face.options.levels = levels;
    face_case_start(&face);
}

/* The numbers below: this pipeline on TensorFlow Lite's XNNPACK kernels. */
static void the_portrait_is_detected_as_recorded(void **state)
{
    static const float want[16] = {176.663f, 82.2559f, 96.8561f, 96.8563f, 201.406f, 105.457f,
                                   246.218f, 109.404f, 221.107f, 128.455f, 220.602f, 149.742f,
                                   177.485f, 115.838f, 272.389f, 123.248f};
    const struct mien_picture p = face_case_picture(&face.portrait);
    struct mien_detection d[4];
    (void)state;
    start(1, 1);
    assert_int_equal(mien_faces_detect(face.faces, &p, NULL, d, 4), 1);
    assert_float_equal(d->score, 0.914606, 0.003);
    const float *got = &d->box.x;
    for (int i = 0; i < 16; i++)
        assert_float_equal(i < 4 ? got[i] : d->keypoints[i / 2 - 2][i % 2], want[i], 0.3);
}

static void the_portraits_landmarks_pose_and_openness_are_as_recorded(void **state)
{
    static const struct {
        int point;
        float x, y, z;
    } want[] = {{4, 223.621f, 126.6f, -24.798f},   {33, 194.147f, 100.958f, 4.348f},
                {263, 256.889f, 104.32f, 3.610f},  {61, 201.35f, 139.001f, 7.842f},
                {291, 246.487f, 141.673f, 7.238f}, {152, 220.941f, 176.809f, 9.036f},
                {10, 227.312f, 69.697f, -12.016f}, {234, 179.474f, 111.911f, 41.889f},
                {454, 271.316f, 116.951f, 40.591f}};
    const struct mien_picture p = face_case_picture(&face.portrait);
    (void)state;
    start(4, 3);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    const struct mien_face *f = mien_faces_get(face.faces, 0);
    assert_null(mien_faces_get(face.faces, 1));
    assert_true(f->id == 1 && f->score > 0.99f);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        assert_float_equal(f->landmarks[want[i].point][0], want[i].x, 0.15);
        assert_float_equal(f->landmarks[want[i].point][1], want[i].y, 0.15);
        assert_float_equal(f->landmarks[want[i].point][2], want[i].z, 0.3);
    }
    assert_float_equal(f->pose.yaw, -0.0056, 0.01);
    assert_float_equal(f->pose.pitch, -0.2463, 0.01);
    assert_float_equal(f->pose.roll, 0.0689, 0.01);
    assert_float_equal(f->pose.matrix[2][3], -69.095, 0.5);
    assert_float_equal(f->eyes[0], 0.317, 0.01);
    assert_float_equal(f->eyes[1], 0.321, 0.01);
    assert_float_equal(f->mouth, 0.206, 0.01);
    assert_float_equal(f->box.x, 178.64, 0.2);
    assert_float_equal(f->box.height, 107.43, 0.3);
}

static void rows_may_be_apart_and_the_same_picture_gives_the_same_bits(void **state)
{
    static uint8_t wide[512 * 2000];
    static struct mien_face first;
    const struct mien_picture p = face_case_picture(&face.portrait);
    const struct mien_picture q = {wide, 512, 512, 3, 2000};
    (void)state;
    memset(wide, 77, sizeof wide);
    for (int y = 0; y < 512; y++)
        memcpy(wide + y * 2000, face.portrait.data + y * 512 * 3, 512 * 3);
    start(1, 3);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    first = *mien_faces_get(face.faces, 0);
    assert_int_equal(mien_faces_find(face.faces, &q), 1);
    assert_memory_equal(&first, mien_faces_get(face.faces, 0), sizeof first);
}

static void a_grey_picture_has_the_same_face(void **state)
{
    static struct mien_face colour;
    const struct mien_picture p = face_case_picture(&face.portrait);
    struct image grey;
    struct mien_error e = {0};
    (void)state;
    assert_int_equal(image_read(&grey, PORTRAIT, 1, &e), 0);
    const struct mien_picture q = face_case_picture(&grey);
    start(1, 3);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    colour = *mien_faces_get(face.faces, 0);
    assert_int_equal(mien_faces_find(face.faces, &q), 1);
    for (int i = 0; i < MIEN_MESH_POINTS; i++)
        assert_true(
            hypotf(colour.landmarks[i][0] - mien_faces_get(face.faces, 0)->landmarks[i][0],
                   colour.landmarks[i][1] - mien_faces_get(face.faces, 0)->landmarks[i][1]) < 4.0f);
    image_free(&grey);
}

static void there_is_no_face_where_there_is_none(void **state)
{
    struct rng g = rng_seed(3);
    struct mien_picture p = on_frame;
    (void)state;
    start(4, 3);
    for (int k = 0; k < 4; k++) {
        for (size_t i = 0; i < sizeof frame; i++)
            frame[i] = (uint8_t)(k == 0 ? 0 : k == 1 ? 255 : rng_below(&g, 256));
        if (k == 3)
            p.width = p.height = 1;
        assert_int_equal(mien_faces_find(face.faces, &p), 0);
        assert_null(mien_faces_get(face.faces, 0));
    }
}

/* Largest distance of the found landmarks from where those of the portrait itself went to. */
static float distance_from(const struct mien_face *f, const struct mien_face *portrait,
                           const struct placing *at)
{
    float most = 0.0f, where[2];
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        placing_point(at, portrait->landmarks[i], where);
        most = fmaxf(most, hypotf(f->landmarks[i][0] - where[0], f->landmarks[i][1] - where[1]));
    }
    return most;
}

static struct mien_face face_of_portrait(void)
{
    const struct mien_picture p = face_case_picture(&face.portrait);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    return *mien_faces_get(face.faces, 0);
}

static void a_small_face_is_found_in_parts_of_the_picture(void **state)
{
    const struct placing at = {390.0f, 250.0f, 0.3f, 0.0f, 0.0f}; /* a face of 30 pixels */
    (void)state;
    frame_clear(frame, WIDTH, HEIGHT);
    frame_lay(frame, WIDTH, HEIGHT, &face.portrait, &at);
    start(2, 1);
    const struct mien_face portrait = face_of_portrait();
    assert_int_equal(mien_faces_find(face.faces, &on_frame), 0);
    start(2, 3);
    assert_int_equal(mien_faces_find(face.faces, &on_frame), 1);
    assert_true(distance_from(mien_faces_get(face.faces, 0), &portrait, &at) < 0.1f * 30.0f);
}

static void at_most_so_many_faces_are_found_each_once(void **state)
{
    static const struct placing at[3] = {{140.0f, 300.0f, 0.8f, 0.3f, 0.0f},
                                         {330.0f, 250.0f, 0.5f, -0.2f, 0.0f},
                                         {520.0f, 300.0f, 0.8f, 0.1f, 0.0f}};
    (void)state;
    frame_clear(frame, WIDTH, HEIGHT);
    for (int k = 0; k < 3; k++)
        frame_lay(frame, WIDTH, HEIGHT, &face.portrait, &at[k]);
    for (int32_t most = 1; most <= 5; most++) {
        start(most, 3);
        assert_int_equal(mien_faces_find(face.faces, &on_frame), most < 3 ? most : 3);
        for (int32_t i = 0; mien_faces_get(face.faces, i); i++)
            assert_int_equal(mien_faces_get(face.faces, i)->id, i + 1);
    }
}

static void a_lying_face_is_found_in_a_region_that_lies_with_it(void **state)
{
    const struct placing at = {320.0f, 240.0f, 0.9f, 1.57079633f, 0.0f};
    const struct mien_region lying = {320.0f, 240.0f, 460.0f, 1.57079633f};
    struct mien_detection d;
    static struct mien_face f;
    (void)state;
    start(1, 1);
    const struct mien_face portrait = face_of_portrait();
    frame_clear(frame, WIDTH, HEIGHT);
    frame_lay(frame, WIDTH, HEIGHT, &face.portrait, &at);
    assert_int_equal(mien_faces_detect(face.faces, &on_frame, &lying, &d, 1), 1);
    struct mien_region r = mien_region_of_detection(&d);
    assert_float_equal(r.angle, 1.57, 0.2);
    for (int k = 0; k < 2; k++, r = mien_region_of_landmarks(f.landmarks[0]))
        assert_int_equal(mien_faces_mesh(face.faces, &on_frame, &r, &f), 1);
    assert_true(distance_from(&f, &portrait, &at) < 0.04f * 97.0f);
    mien_faces_complete(face.faces, &on_frame, &f);
    assert_float_equal(f.pose.roll, 1.57 + 0.069, 0.05);
}

static void odd_options_and_networks_are_refused(void **state)
{
    static char memory[64];
    (void)state;
    for (int k = 0; k < 11; k++) {
        struct mien_faces_options o = mien_faces_defaults(face.options.detector, face.options.mesh);
        switch (k) {
        case 0:
            o.most = 0;
            break;
        case 1:
            o.most = MIEN_FACES_MAX + 1;
            break;
        case 2:
            o.levels = 0;
            break;
        case 3:
            o.levels = MIEN_LEVELS_MAX + 1;
            break;
        case 4:
            o.detection_score = 0.0f;
            break;
        case 5:
            o.face_score = 1.5f;
            break;
        case 6:
            o.face_score = NAN;
            break;
        case 7:
            o.field_of_view = 3.2f;
            break;
        case 8:
            o.detector = NULL;
            break;
        case 9:
            o.detector = o.mesh;
            break;
        default:
            o.mesh = o.detector;
            break;
        }
        assert_int_equal(mien_faces_memory(&o), 0);
        assert_null(mien_faces_init(&o, memory));
    }
}

/* ---- the pictures in MIEN_ORACLES ---- */

static void read_oracle(struct image *m, const char *name)
{
    struct mien_error e = {0};
    if (image_read(m, oracle_path(name), 3, &e) != 0)
        fail_msg("%s", e.text);
}

/* Box and key points as MediaPipe states them, in shares of the picture. The portrait's key points
 * are held by MediaPipe itself to no more than a hundredth of the picture. */
static void boxes_and_key_points_are_mediapipes(void **state)
{
    static const struct {
        const char *name;
        float box[4], keypoints[12];
        float close_box, close_points; /* pixels */
    } want[] = {{"mediapipe/portrait.jpg",
                 {283.0f / 820, 115.0f / 1024, 234.0f / 820, 234.0f / 1024},
                 {0.44416338f, 0.17643969f, 0.55514044f, 0.17731678f, 0.5046702f, 0.2265771f,
                  0.50227845f, 0.2719954f, 0.36063305f, 0.20143759f, 0.6084143f, 0.20409837f},
                 1.0f,
                 10.24f},
                {"mediapipe/sergey.png",
                 {0.21061149f, 0.29150677f, 0.5657704f, 0.5657307f},
                 {0.37730268f, 0.44038114f, 0.6250565f, 0.44425336f, 0.50687385f, 0.5767085f,
                  0.50173956f, 0.6991459f, 0.2383742f, 0.49879026f, 0.7404449f, 0.50361776f},
                 0.5f,
                 0.5f}};
    (void)state;
    start(1, 1);
    for (int k = 0; k < 2; k++) {
        struct image m;
        struct mien_detection d;
        float box = 0.0f, points = 0.0f;
        read_oracle(&m, want[k].name);
        const struct mien_picture p = face_case_picture(&m);
        assert_int_equal(mien_faces_detect(face.faces, &p, NULL, &d, 1), 1);
        const float size[2] = {(float)m.width, (float)m.height}, *got = &d.box.x;
        for (int i = 0; i < 4; i++)
            box = fmaxf(box, fabsf(got[i] - want[k].box[i] * size[i % 2]));
        for (int i = 0; i < 12; i++)
            points = fmaxf(points,
                           fabsf(d.keypoints[i / 2][i % 2] - want[k].keypoints[i] * size[i % 2]));
        print_message("%s: box within %.2f, key points within %.2f pixels\n", want[k].name,
                      (double)box, (double)points);
        assert_true(box < want[k].close_box && points < want[k].close_points);
        image_free(&m);
    }
}

static void landmarks_are_near_mediapipes(void **state)
{
    struct image m;
    char line[256];
    int count = 0, landmark = 0;
    double x = 0.0, y, sum = 0.0, most = 0.0;
    (void)state;
    read_oracle(&m, "mediapipe/portrait.jpg");
    const struct mien_picture p = face_case_picture(&m);
    start(1, 1);
    assert_int_equal(mien_faces_find(face.faces, &p), 1);
    const struct mien_face *f = mien_faces_get(face.faces, 0);
    FILE *file = fopen(oracle_path("mediapipe/portrait_expected_face_landmarks.pbtxt"), "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, " x: %lf", &x) == 1)
            landmark = count++;
        else if (sscanf(line, " y: %lf", &y) == 1 && landmark < MIEN_MESH_POINTS) {
            const double dx = (double)f->landmarks[landmark][0] - x * m.width;
            const double dy = (double)f->landmarks[landmark][1] - y * m.height;
            sum += hypot(dx, dy);
            most = fmax(most, hypot(dx / m.width, dy / m.height));
        }
    }
    fclose(file);
    assert_true(count >= MIEN_MESH_POINTS);
    print_message("portrait.jpg: landmarks %.2f pixels from MediaPipe's in the mean, at most %.4f "
                  "of the picture\n",
                  sum / MIEN_MESH_POINTS, most);
    assert_true(most < 0.03);
    image_free(&m);
}

struct tally {
    int32_t annotated, found, extra;
    double error;
};

/* Mean distance of the inner 51 points over the distance of the outer eye corners. */
static double inner_error(const struct mien_face *f, const float (*points)[2])
{
    double sum = 0.0;
    for (int i = 17; i < MIEN_LANDMARKS68; i++) {
        const float *at = f->landmarks[mien_ibug68[i]];
        sum += hypot((double)(at[0] - points[i][0]) - 0.5, (double)(at[1] - points[i][1]) - 0.5);
    }
    return sum / 51.0 /
           hypot((double)(points[45][0] - points[36][0]), (double)(points[45][1] - points[36][1]));
}

static void tally_picture(void *context, const struct oracle_picture *o)
{
    struct tally *t = context;
    struct image m;
    char name[256];
    int32_t owned = 0;
    snprintf(name, sizeof name, "dlib_faces/faces/%s", o->name);
    read_oracle(&m, name);
    const struct mien_picture p = face_case_picture(&m);
    const int32_t count = mien_faces_find(face.faces, &p);
    for (int32_t k = 0; k < o->count; k++) {
        double best = 1.0;
        for (int32_t i = 0; i < count; i++)
            best = fmin(best, inner_error(mien_faces_get(face.faces, i), o->points[k]));
        if (best < 0.2) {
            owned++;
            t->error += best;
        }
    }
    t->annotated += o->count;
    t->found += owned;
    t->extra += count - owned;
    image_free(&m);
}

static void annotated_faces_are_found(void **state)
{
    struct tally t = {0};
    (void)state;
    start(32, 3);
    oracle_pictures(oracle_path("dlib_faces/faces/testing_with_face_landmarks.xml"), tally_picture,
                    &t);
    oracle_pictures(oracle_path("dlib_faces/faces/training_with_face_landmarks.xml"), tally_picture,
                    &t);
    print_message("dlib: %d of %d faces found, %d others; normalised mean error of the inner 51 "
                  "points %.4f\n",
                  t.found, t.annotated, t.extra, t.error / t.found);
    assert_int_equal(t.annotated, 43);
    assert_true(t.found >= 42);
    assert_true(t.extra <= 2);
    assert_true(t.error / t.found < 0.055);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_portrait_is_detected_as_recorded),
        cmocka_unit_test(the_portraits_landmarks_pose_and_openness_are_as_recorded),
        cmocka_unit_test(rows_may_be_apart_and_the_same_picture_gives_the_same_bits),
        cmocka_unit_test(a_grey_picture_has_the_same_face),
        cmocka_unit_test(there_is_no_face_where_there_is_none),
        cmocka_unit_test(a_small_face_is_found_in_parts_of_the_picture),
        cmocka_unit_test(at_most_so_many_faces_are_found_each_once),
        cmocka_unit_test(a_lying_face_is_found_in_a_region_that_lies_with_it),
        cmocka_unit_test(odd_options_and_networks_are_refused),
        cmocka_unit_test(boxes_and_key_points_are_mediapipes),
        cmocka_unit_test(landmarks_are_near_mediapipes),
        cmocka_unit_test(annotated_faces_are_found),
    };
    return cmocka_run_group_tests(tests, open_case, close_case);
}
