/* Frames: what a pool gives out, how often, and to how many threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdlib.h>

#include "viewer/frame/frame.h"
#include "viewer/frame/mailbox.h"

static struct frame_pool *pool_of(int most)
{
    struct frame_pool *p = frame_pool_open(most);
    assert_non_null(p);
    return p;
}

static void a_frame_is_its_pixels_as_the_face_pipeline_takes_them(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(1);
    struct frame *f = frame_take(p, 7, 5);
    assert_non_null(f);
    assert_int_equal((uintptr_t)f->pixels % 64, 0);
    memset(f->pixels, 1, 7 * 5 * 4);
    const struct mien_picture m = frame_picture(f);
    assert_ptr_equal(m.pixels, f->pixels);
    assert_int_equal(m.width, 7);
    assert_int_equal(m.height, 5);
    assert_int_equal(m.channels, 4);
    assert_int_equal(m.stride, 28);
    frame_release(f);
    frame_pool_close(p);
}

static void a_pool_gives_as_many_as_it_may_and_again_what_came_back(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(2);
    struct frame *a = frame_take(p, 8, 8), *b = frame_take(p, 8, 8);
    assert_non_null(a);
    assert_non_null(b);
    assert_ptr_not_equal(a, b);
    assert_null(frame_take(p, 8, 8));
    frame_release(b);
    assert_ptr_equal(frame_take(p, 8, 8), b);
    frame_release(a);
    frame_release(b);
    frame_pool_close(p);
}

static void a_frame_comes_back_when_the_last_lets_go(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(1);
    struct frame *f = frame_take(p, 8, 8);
    assert_ptr_equal(frame_hold(f), f);
    frame_release(f);
    assert_null(frame_take(p, 8, 8));
    frame_release(f);
    assert_ptr_equal(frame_take(p, 8, 8), f);
    frame_release(f);
    frame_release(NULL);
    frame_pool_close(p);
    frame_pool_close(NULL);
}

static void frames_of_another_size_make_room_as_they_come_back(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(2);
    struct frame *held = frame_take(p, 64, 48), *idle = frame_take(p, 64, 48);
    frame_release(idle);
    struct frame *wide = frame_take(p, 128, 72); /* in the place of the idle one */
    assert_non_null(wide);
    assert_int_equal(wide->width, 128);
    assert_null(frame_take(p, 128, 72));
    frame_release(held);
    struct frame *second = frame_take(p, 128, 72);
    assert_non_null(second);
    memset(second->pixels, 2, 128 * 72 * 4);
    frame_release(second);
    frame_release(wide);
    frame_pool_close(p);
}

static void no_frame_has_an_impossible_size(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(1);
    assert_null(frame_take(p, 0, 4));
    assert_null(frame_take(p, 4, -1));
    assert_null(frame_take(p, MIEN_PICTURE_SIDE_MAX + 1, 4));
    struct frame *f = frame_take(p, 4, 4); /* the refusals took no place */
    assert_non_null(f);
    frame_release(f);
    frame_pool_close(p);
}

/* A thread that fills frames gives each to two readers, who pass a few on to each other. */
enum { READERS = 2, GIVEN = 4000, SIDE = 16 };

struct reader {
    struct mailbox in;
    struct mailbox *other;
    int seen, torn;
};

static void let_go(void *f)
{
    frame_release(f);
}

static int is_torn(const struct frame *f)
{
    const size_t size = (size_t)f->width * (size_t)f->height * 4;
    for (size_t i = 0; i < size; i++)
        if (f->pixels[i] != (uint8_t)f->number)
            return 1;
    return 0;
}

static void *read_frames(void *own)
{
    struct reader *r = own;
    for (struct frame *f; (f = mailbox_take(&r->in, 60));) {
        r->seen++;
        r->torn += is_torn(f);
        if (f->number % 7 == 0)
            mailbox_put(r->other, frame_hold(f));
        const bool last = f->number >= GIVEN;
        frame_release(f);
        if (last)
            break;
    }
    return NULL;
}

static void frames_held_by_several_threads_are_never_torn(void **state)
{
    (void)state;
    struct frame_pool *p = pool_of(6);
    struct reader readers[READERS];
    pthread_t threads[READERS];
    memset(readers, 0, sizeof readers);
    for (int i = 0; i < READERS; i++) {
        mailbox_init(&readers[i].in, let_go);
        readers[i].other = &readers[(i + 1) % READERS].in;
    }
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_frames, &readers[i]), 0);
    for (uint64_t n = 1; n <= GIVEN;) {
        const int32_t side = SIDE + (int32_t)(n / 500); /* the size changes now and then */
        struct frame *f = frame_take(p, side, SIDE);
        if (!f)
            continue;
        f->number = n++;
        memset(f->pixels, (int)f->number, (size_t)side * SIDE * 4);
        for (int i = 0; i < READERS; i++)
            mailbox_put(&readers[i].in, frame_hold(f));
        frame_release(f);
    }
    for (int i = 0; i < READERS; i++)
        mailbox_close(&readers[i].in);
    for (int i = 0; i < READERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(readers[i].torn, 0);
    }
    for (int i = 0; i < READERS; i++)
        mailbox_free(&readers[i].in);
    frame_pool_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_its_pixels_as_the_face_pipeline_takes_them),
        cmocka_unit_test(a_pool_gives_as_many_as_it_may_and_again_what_came_back),
        cmocka_unit_test(a_frame_comes_back_when_the_last_lets_go),
        cmocka_unit_test(frames_of_another_size_make_room_as_they_come_back),
        cmocka_unit_test(no_frame_has_an_impossible_size),
        cmocka_unit_test(frames_held_by_several_threads_are_never_torn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
