/* board.c - see board.h. */
#include "tests/render/board.h"

int board_open(void **state)
{
    struct mien_error e = {.text = ""};
    struct board *b = calloc(1, sizeof *b);
    if (!b || face_networks_open(&b->networks, &e) != 0)
        return -1;
    struct mien_faces_options o =
        mien_faces_defaults(&b->networks.detector.graph, &b->networks.mesh.graph);
    o.smooth = 0;
    b->memory = malloc(mien_faces_memory(&o));
    b->faces = b->memory ? mien_faces_init(&o, b->memory) : NULL;
    b->puppet = puppet_open_built_in(BOARD_WIDTH, BOARD_HEIGHT, 2, &e);
    b->pool = frame_pool_open(4);
    b->pixels = malloc((size_t)4 * BOARD_WIDTH * BOARD_HEIGHT);
    if (offscreen_open(&b->context, &e) != 0)
        print_message("no OpenGL: %s\n", e.text);
    *state = b;
    return b->faces && b->puppet && b->pool && b->pixels ? 0 : -1;
}

int board_close(void **state)
{
    struct board *b = *state;
    if (b->context)
        gl_target_free(&b->target);
    offscreen_close(b->context);
    puppet_close(b->puppet);
    frame_pool_close(b->pool);
    face_networks_close(&b->networks);
    free(b->memory);
    free(b->pixels);
    free(b);
    return 0;
}

struct board *board_clear(void **state)
{
    struct board *b = *state;
    struct mien_error e;
    if (!b->context)
        skip();
    assert_int_equal(gl_target_use(&b->target, BOARD_WIDTH, BOARD_HEIGHT, &e), 0);
    glViewport(0, 0, BOARD_WIDTH, BOARD_HEIGHT);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    return b;
}

const uint8_t *board_read(struct board *b)
{
    gl_read(b->pixels, BOARD_WIDTH, BOARD_HEIGHT);
    assert_null(gl_complaint());
    return b->pixels;
}

struct moment *board_moment(struct board *b, const struct puppet_pose *pose, double seconds,
                            bool fresh)
{
    struct moment *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->frame = frame_take(b->pool, BOARD_WIDTH, BOARD_HEIGHT);
    assert_non_null(m->frame);
    puppet_draw(b->puppet, pose, m->frame->pixels, NULL);
    const struct mien_picture picture = frame_picture(m->frame);
    m->seconds = seconds;
    m->analysed = true;
    m->count = fresh ? mien_faces_find(b->faces, &picture)
                     : mien_faces_follow(b->faces, &picture, seconds);
    assert_int_equal(m->count, 1);
    m->faces[0].face = *mien_faces_get(b->faces, 0);
    return m;
}

struct video_place board_place(void)
{
    return video_fit(BOARD_WIDTH, BOARD_HEIGHT, BOARD_WIDTH, BOARD_HEIGHT, false);
}
