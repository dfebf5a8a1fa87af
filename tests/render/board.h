/* board.h - what tests of drawing share: a context off screen with a target to read back, frames
 * of the puppet, and the pipeline that finds its face. */
#ifndef MIEN_TESTS_RENDER_BOARD_H
#define MIEN_TESTS_RENDER_BOARD_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/face_networks.h"
#include "viewer/live/moment.h"
#include "viewer/puppet/puppet.h"
#include "viewer/render/gl.h"
#include "viewer/render/offscreen.h"
#include "viewer/render/video.h"

enum { BOARD_WIDTH = 640, BOARD_HEIGHT = 360 };

struct board {
    struct offscreen *context; /* NULL: no OpenGL, tests are skipped */
    struct gl_target target;
    uint8_t *pixels; /* [BOARD_HEIGHT, BOARD_WIDTH, 4] read back */
    struct puppet *puppet;
    struct face_networks networks;
    void *memory;
    struct mien_faces *faces;
    struct frame_pool *pool;
};

/* For cmocka's group. */
int board_open(void **state);
int board_close(void **state);

/* The board, its target current and black; skips the test where there is no OpenGL. */
struct board *board_clear(void **state);

/* Read what was drawn; OpenGL had no complaint. */
const uint8_t *board_read(struct board *b);

/* A moment of the puppet in this pose: its frame, and the face found in it (found anew where
 * `fresh`, else followed). Fails the test where none is found. For moment_free. */
struct moment *board_moment(struct board *b, const struct puppet_pose *pose, double seconds,
                            bool fresh);

/* The frame as large as the target. */
struct video_place board_place(void);

#endif
