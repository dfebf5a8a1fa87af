/* The mailbox: the latest thing wins, none is lost unseen, nobody waits for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

#include "viewer/frame/mailbox.h"

struct thing {
    int number;
    atomic_int gone;
};

static void let_go(void *thing)
{
    atomic_fetch_add(&((struct thing *)thing)->gone, 1);
}

static void the_latest_thing_wins_and_the_older_is_let_go(void **state)
{
    (void)state;
    struct thing a = {1, 0}, b = {2, 0};
    struct mailbox m;
    mailbox_init(&m, let_go);
    mailbox_put(&m, &a);
    mailbox_put(&m, &b);
    assert_int_equal(a.gone, 1);
    assert_int_equal(b.gone, 0);
    assert_int_equal(mailbox_dropped(&m), 1);
    assert_ptr_equal(mailbox_take(&m, 0), &b);
    assert_int_equal(b.gone, 0);
    assert_null(mailbox_take(&m, 0));
    mailbox_free(&m);
}

static void what_is_left_is_let_go_at_the_end(void **state)
{
    (void)state;
    struct thing a = {1, 0};
    struct mailbox m;
    mailbox_init(&m, let_go);
    mailbox_put(&m, &a);
    mailbox_free(&m);
    assert_int_equal(a.gone, 1);
}

static void a_closed_mailbox_gives_nothing_and_keeps_nothing(void **state)
{
    (void)state;
    struct thing a = {1, 0}, b = {2, 0};
    struct mailbox m;
    mailbox_init(&m, let_go);
    mailbox_put(&m, &a);
    mailbox_close(&m);
    assert_null(mailbox_take(&m, INFINITY));
    mailbox_put(&m, &b);
    assert_int_equal(b.gone, 1);
    assert_int_equal(mailbox_dropped(&m), 0);
    mailbox_free(&m);
    assert_int_equal(a.gone, 1);
}

static void odd_times_to_wait_are_no_waiting(void **state)
{
    (void)state;
    struct mailbox m;
    mailbox_init(&m, let_go);
    assert_null(mailbox_take(&m, -5));
    assert_null(mailbox_take(&m, -INFINITY));
    assert_null(mailbox_take(&m, NAN));
    assert_null(mailbox_take(&m, 0.002));
    mailbox_free(&m);
}

static void *take_for_ever(void *m)
{
    return mailbox_take(m, INFINITY);
}

static void who_waits_is_woken_by_a_thing_and_by_the_end(void **state)
{
    (void)state;
    struct thing a = {1, 0};
    struct mailbox m;
    pthread_t thread;
    void *got = NULL;
    mailbox_init(&m, let_go);
    assert_int_equal(pthread_create(&thread, NULL, take_for_ever, &m), 0);
    mailbox_put(&m, &a);
    pthread_join(thread, &got);
    assert_ptr_equal(got, &a);
    assert_int_equal(pthread_create(&thread, NULL, take_for_ever, &m), 0);
    mailbox_close(&m);
    pthread_join(thread, &got);
    assert_null(got);
    mailbox_free(&m);
}

enum { THINGS = 20000 };

static void *put_all(void *own)
{
    struct {
        struct mailbox *m;
        struct thing *things;
    } *all = own;
    for (int i = 0; i < THINGS; i++)
        mailbox_put(all->m, &all->things[i]);
    return NULL;
}

static void each_thing_is_taken_or_let_go_and_they_come_in_order(void **state)
{
    (void)state;
    static struct thing things[THINGS];
    struct mailbox m;
    struct {
        struct mailbox *m;
        struct thing *things;
    } all = {&m, things};
    pthread_t thread;
    int taken = 0, last = -1;
    memset(things, 0, sizeof things);
    for (int i = 0; i < THINGS; i++)
        things[i].number = i;
    mailbox_init(&m, let_go);
    assert_int_equal(pthread_create(&thread, NULL, put_all, &all), 0);
    while (last < THINGS - 1) {
        struct thing *t = mailbox_take(&m, 60);
        assert_non_null(t);
        assert_true(t->number > last);
        last = t->number;
        taken++;
        let_go(t);
    }
    pthread_join(thread, NULL);
    assert_int_equal((int)mailbox_dropped(&m) + taken, THINGS);
    for (int i = 0; i < THINGS; i++)
        assert_int_equal(things[i].gone, 1);
    mailbox_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_latest_thing_wins_and_the_older_is_let_go),
        cmocka_unit_test(what_is_left_is_let_go_at_the_end),
        cmocka_unit_test(a_closed_mailbox_gives_nothing_and_keeps_nothing),
        cmocka_unit_test(odd_times_to_wait_are_no_waiting),
        cmocka_unit_test(who_waits_is_woken_by_a_thing_and_by_the_end),
        cmocka_unit_test(each_thing_is_taken_or_let_go_and_they_come_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
