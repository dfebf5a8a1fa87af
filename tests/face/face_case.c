/* face_case.c - see face_case.h. */
#include "tests/face/face_case.h"

void face_case_open(struct face_case *c)
{
    struct mien_error e = {0};
    memset(c, 0, sizeof *c);
    if (face_networks_open(&c->networks, &e) != 0 || image_read(&c->portrait, PORTRAIT, 3, &e) != 0)
        fail_msg("%s", e.text);
    c->options = mien_faces_defaults(&c->networks.detector.graph, &c->networks.mesh.graph);
}

void face_case_close(struct face_case *c)
{
    free(c->faces);
    image_free(&c->portrait);
    face_networks_close(&c->networks);
}

void face_case_start(struct face_case *c)
{
    const size_t size = mien_faces_memory(&c->options);
    free(c->faces);
    assert_true(size > 0);
    c->faces = NULL;
    void *memory = malloc(size);
    assert_non_null(memory);
    memset(memory, 0xa5, size); /* what was there before is no matter */
    c->faces = mien_faces_init(&c->options, memory);
    assert_ptr_equal(c->faces, memory);
}

struct mien_picture face_case_picture(const struct image *m)
{
    return (struct mien_picture){m->data, (int32_t)m->width, (int32_t)m->height,
                                 (int32_t)m->channels, (ptrdiff_t)(m->width * m->channels)};
}

void frame_clear(uint8_t *pixels, int32_t width, int32_t height)
{
    memset(pixels, 110, (size_t)width * (size_t)height * 3);
}

static float bilinear(const struct image *m, float x, float y, uint32_t channel)
{
    const uint32_t left = (uint32_t)x, top = (uint32_t)y;
    const uint8_t *p = m->data + (top * m->width + left) * 3 + channel, *q = p + m->width * 3;
    const float u = x - (float)left, v = y - (float)top;
    return (1.0f - v) * ((1.0f - u) * p[0] + u * p[3]) + v * ((1.0f - u) * q[0] + u * q[3]);
}

void frame_lay(uint8_t *pixels, int32_t width, int32_t height, const struct image *portrait,
               const struct placing *at)
{
    const float c = cosf(at->angle) / at->scale, s = sinf(at->angle) / at->scale;
    const float half = 0.5f * (float)portrait->width, face_x = 225.0f, face_y = 120.0f;
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++) {
            const float dx = (float)x + 0.5f - at->x, dy = (float)y + 0.5f - at->y;
            const float u = dx * c + dy * s + half - 0.5f, v = dy * c - dx * s + half - 0.5f;
            const float last = 2.0f * half - 2.0f;
            if (!(u >= 0.0f && v >= 0.0f && u < last && v < last) ||
                (at->reach > 0.0f && hypotf(u - face_x, v - face_y) > at->reach))
                continue;
            for (uint32_t k = 0; k < 3; k++)
                pixels[(y * width + x) * 3 + (int32_t)k] =
                    (uint8_t)(bilinear(portrait, u, v, k) + 0.5f);
        }
}

void placing_point(const struct placing *at, const float *point, float out[2])
{
    const float c = cosf(at->angle) * at->scale, s = sinf(at->angle) * at->scale;
    const float x = point[0] - 256.0f, y = point[1] - 256.0f;
    out[0] = at->x + x * c - y * s;
    out[1] = at->y + x * s + y * c;
}
