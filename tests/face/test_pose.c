/* test_pose.c - heads whose pose is known, seen by a pinhole camera; and MediaPipe's expected
 * geometry, where the folder MIEN_ORACLES is set. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_face_pose.h"

static float landmarks[MIEN_MESH_POINTS * 3];

/* Landmarks of points in camera space, z as the mesh network says it: the depth at `scale`. */
static void see(const double (*points)[3], int32_t width, int32_t height, double field_of_view,
                double scale)
{
    const double focal = 0.5 * height / tan(0.5 * field_of_view);
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        landmarks[3 * i] = (float)(0.5 * width - focal * points[i][0] / points[i][2]);
        landmarks[3 * i + 1] = (float)(0.5 * height + focal * points[i][1] / points[i][2]);
        landmarks[3 * i + 2] = (float)(-points[i][2] * scale * focal);
    }
}

/* R = Ry(yaw) Rx(-pitch) Rz(-roll), then moved to t. */
static void see_head(double yaw, double pitch, double roll, const double t[3], double field_of_view)
{
    static double points[MIEN_MESH_POINTS][3];
    double mean = 0.0;
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        const double x = (double)mien_mesh_vertices[i][0], y = (double)mien_mesh_vertices[i][1];
        const double z = (double)mien_mesh_vertices[i][2];
        const double x1 = cos(roll) * x + sin(roll) * y, y1 = -sin(roll) * x + cos(roll) * y;
        const double y2 = cos(pitch) * y1 + sin(pitch) * z, z2 = -sin(pitch) * y1 + cos(pitch) * z;
        points[i][0] = cos(yaw) * x1 + sin(yaw) * z2 + t[0];
        points[i][1] = y2 + t[1];
        points[i][2] = -sin(yaw) * x1 + cos(yaw) * z2 + t[2];
        mean -= points[i][2] / MIEN_MESH_POINTS;
    }
    see((const double(*)[3])points, 640, 480, field_of_view, 1.0 / mean);
}

static void check_pose(double yaw, double pitch, double roll, const double t[3],
                       double field_of_view, double radians, double share)
{
    struct mien_pose p;
    see_head(yaw, pitch, roll, t, field_of_view);
    mien_pose_estimate(landmarks, 640, 480, (float)field_of_view, &p);
    assert_float_equal(p.yaw, yaw, radians);
    assert_float_equal(p.pitch, pitch, radians);
    assert_float_equal(p.roll, roll, radians);
    for (int k = 0; k < 3; k++)
        assert_float_equal(p.matrix[k][3], t[k], share * fabs(t[2]));
    assert_true(p.matrix[3][3] == 1.0f && p.matrix[3][0] == 0.0f);
}

/* From far away perspective vanishes, and with it all that the three steps leave open. */
static void a_far_head_is_found_exactly(void **state)
{
    const double far[3] = {30.0, -20.0, -4000.0};
    (void)state;
    for (int k = 0; k < 27; k++)
        check_pose(0.5 * (k % 3 - 1), 0.4 * (k / 3 % 3 - 1), 0.7 * (k / 9 - 1), far, 0.02, 0.004,
                   0.003);
}

static void a_near_head_is_found_nearly(void **state)
{
    const double near[3] = {5.0, 3.0, -50.0};
    (void)state;
    for (int k = 0; k < 27; k++)
        check_pose(0.5 * (k % 3 - 1), 0.35 * (k / 3 % 3 - 1), 0.6 * (k / 9 - 1), near, 1.0995574,
                   0.06, 0.03);
}

static void landmarks_in_one_place_give_no_turn_and_finite_numbers(void **state)
{
    struct mien_pose p;
    (void)state;
    for (int i = 0; i < MIEN_MESH_POINTS * 3; i++)
        landmarks[i] = 50.0f;
    mien_pose_estimate(landmarks, 100, 100, 1.0f, &p);
    for (int i = 0; i < 16; i++)
        assert_true(isfinite(p.matrix[i / 4][i % 4]));
    assert_float_equal(p.yaw, 0.0, 1e-6);
    assert_float_equal(p.pitch, 0.0, 1e-6);
    assert_float_equal(p.roll, 0.0, 1e-6);
}

/* The geometry's matrix [4, 4] (stored column by column) and vertices in canonical space. */
static void read_geometry(const char *name, double vertices[MIEN_MESH_POINTS][3], double m[4][4])
{
    char path[4096], line[256];
    int vertex = 0, cell = 0;
    double value;
    snprintf(path, sizeof path, "%s/mediapipe/%s", getenv("MIEN_ORACLES"), name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (sscanf(line, " vertex_buffer: %lf", &value) == 1 && vertex < MIEN_MESH_POINTS * 5) {
            if (vertex % 5 < 3)
                vertices[vertex / 5][vertex % 5] = value;
            vertex++;
        } else if (sscanf(line, " packed_data: %lf", &value) == 1 && cell < 16) {
            m[cell % 4][cell / 4] = value;
            cell++;
        }
    }
    fclose(f);
    assert_int_equal(vertex, MIEN_MESH_POINTS * 5);
    assert_int_equal(cell, 16);
}

/* How far the estimate is from the expected matrix if z was said at this scale. */
static double error_at(const double (*points)[3], const double m[4][4], double scale,
                       struct mien_pose *p)
{
    double error = 0.0;
    see(points, 820, 1024, 63.0 * M_PI / 180.0, scale);
    mien_pose_estimate(landmarks, 820, 1024, (float)(63.0 * M_PI / 180.0), p);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 4; k++) {
            double unit = k == 3 ? fabs(m[2][3]) : 1.0;
            error = fmax(error, fabs((double)p->matrix[i][k] - m[i][k]) / unit);
        }
    return error;
}

/* The geometry holds the points that the landmarks were unprojected to; the scale of their z is not
 * stated, but only one gives these points back. */
static void expected_geometry_is_found_again(void **state)
{
    static const char *const files[] = {"portrait_expected_face_geometry.pbtxt",
                                        "face_geometry_expected_out.pbtxt"};
    static double v[MIEN_MESH_POINTS][3], points[MIEN_MESH_POINTS][3];
    (void)state;
    if (!getenv("MIEN_ORACLES"))
        skip();
    for (int file = 0; file < 2; file++) {
        double m[4][4], best = 1.0, mean = 0.0;
        struct mien_pose p;
        read_geometry(files[file], v, m);
        for (int i = 0; i < MIEN_MESH_POINTS; i++) {
            for (int k = 0; k < 3; k++)
                points[i][k] = m[k][0] * v[i][0] + m[k][1] * v[i][1] + m[k][2] * v[i][2] + m[k][3];
            mean -= points[i][2] / MIEN_MESH_POINTS;
        }
        for (double scale = 0.9; scale < 1.1; scale += 0.002)
            best = fmin(best, error_at((const double(*)[3])points, (const double(*)[4])m,
                                       scale / mean, &p));
        print_message("%s: largest difference %.5f\n", files[file], best);
        assert_true(best < 0.005);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_far_head_is_found_exactly),
        cmocka_unit_test(a_near_head_is_found_nearly),
        cmocka_unit_test(landmarks_in_one_place_give_no_turn_and_finite_numbers),
        cmocka_unit_test(expected_geometry_is_found_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
