/* Steering from other threads while one reads: nothing is torn, nothing hangs, memory is steady. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/host/rng.h"
#include "tests/source/stage.h"

struct driver {
    struct source *source;
    uint64_t seed;
    atomic_bool *stop;
};

static void *drive(void *own)
{
    const struct driver *d = own;
    struct rng rng = rng_seed(d->seed);
    while (!atomic_load(d->stop)) {
        const double x = rng_float(&rng);
        switch (rng_below(&rng, 4)) {
        case 0:
            source_seek(d->source, x * 3);
            break;
        case 1:
            source_speed(d->source, 0.5 + x * 4);
            break;
        case 2:
            source_pause(d->source, x < 0.3);
            break;
        default:
            (void)source_facts(d->source);
        }
        usleep((useconds_t)(x * 20000));
    }
    return NULL;
}

static void read_while_two_steer(const char *word, int frames)
{
    const struct source_options o = {.width = 64, .height = 48};
    struct frame_pool *pool = frame_pool_open(3);
    struct source *s = stage_open(word, &o);
    atomic_bool stop = false;
    struct driver drivers[2] = {{s, 1, &stop}, {s, 2, &stop}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, drive, &drivers[i]), 0);
    for (int i = 0; i < frames; i++)
        frame_release(stage_frame(s, pool));
    atomic_store(&stop, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    source_pause(s, false);
    source_speed(s, 1);
    source_seek(s, 0.5);
    frame_release(stage_frame(s, pool));
    source_close(s);
    frame_pool_close(pool);
}

static void a_pattern_can_be_steered_by_several_threads(void **state)
{
    (void)state;
    read_while_two_steer("pattern", 50);
}

static void a_video_can_be_steered_by_several_threads(void **state)
{
    read_while_two_steer(stage_ramp(state, "ramp.webm", 64, 48, 60), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_can_be_steered_by_several_threads),
        cmocka_unit_test(a_video_can_be_steered_by_several_threads),
    };
    return cmocka_run_group_tests(tests, stage_set_up, stage_tear_down);
}
