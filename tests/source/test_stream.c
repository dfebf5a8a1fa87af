/* Streams: a server of the web that dies and comes back, addresses that lead nowhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "tests/source/stage.h"

/* A server that gives one file to each who asks, one at a time, a piece every few milliseconds. */
struct server {
    int socket, port;
    struct file_map file;
    atomic_bool stop;
    pthread_t thread;
};

static void answer(struct server *s, int to)
{
    static const char head[] = "HTTP/1.0 200 OK\r\nContent-Type: video/webm\r\n\r\n";
    char request[2048];
    if (recv(to, request, sizeof request, 0) <= 0 ||
        send(to, head, sizeof head - 1, MSG_NOSIGNAL) < 0)
        return;
    for (size_t at = 0; at < s->file.size && !atomic_load(&s->stop); at += 512) {
        const size_t rest = s->file.size - at;
        if (send(to, s->file.data + at, rest < 512 ? rest : 512, MSG_NOSIGNAL) < 0)
            return;
        usleep(5000);
    }
}

static void *serve(void *own)
{
    struct server *s = own;
    while (!atomic_load(&s->stop)) {
        const int to = accept(s->socket, NULL, NULL);
        if (to < 0)
            break;
        answer(s, to);
        close(to);
    }
    return NULL;
}

/* On `port`; 0: any that is free. */
static void start(struct server *s, const char *file, int port)
{
    struct mien_error e;
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    const int again = 1;
    assert_int_equal(file_map(&s->file, file, &e), 0);
    s->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(s->socket, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
    assert_int_equal(bind(s->socket, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->socket, 4), 0);
    assert_int_equal(getsockname(s->socket, (struct sockaddr *)&at, &size), 0);
    s->port = ntohs(at.sin_port);
    atomic_store(&s->stop, false);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void stop(struct server *s)
{
    atomic_store(&s->stop, true);
    shutdown(s->socket, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->socket);
    file_unmap(&s->file);
}

static int set_up(void **state)
{
    setenv("no_proxy", "127.0.0.1", 1);
    if (stage_set_up(state) != 0)
        return -1;
    stage_clip(
        state, "long.webm",
        "videotestsrc pattern=snow num-buffers=200 ! video/x-raw,width=64,height=48 ! vp8enc "
        "deadline=1 ! webmmux streamable=true");
    return 0;
}

static void a_stream_whose_server_dies_is_lost_and_comes_back_with_it(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct server server;
    struct mien_error e = {0};
    struct frame *f;
    enum source_event event;
    char address[64];
    start(&server, stage_path(state, "long.webm"), 0);
    snprintf(address, sizeof address, "http://127.0.0.1:%d/live.webm", server.port);
    struct source *s = stage_open(address, &(struct source_options){0});
    f = stage_frame(s, pool);
    assert_int_equal(f->width, 64);
    const uint64_t first = f->number;
    frame_release(f);
    stop(&server);
    while ((event = stage_next(s, pool, &f, &e)) == SOURCE_FRAME)
        frame_release(f);
    assert_int_equal(event, SOURCE_LOST);
    assert_memory_equal(e.text, address, strlen(address));
    assert_int_equal(source_next(s, pool, 1.5, &f, &e), SOURCE_NOTHING);
    start(&server, stage_path(state, "long.webm"), server.port);
    assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_BACK);
    f = stage_frame(s, pool);
    assert_true(f->number > first);
    frame_release(f);
    source_close(s);
    stop(&server);
    frame_pool_close(pool);
}

static void an_address_without_a_server_is_lost_with_a_reason(void **state)
{
    static const char *const addresses[] = {"http://127.0.0.1:9/", "rtsp://127.0.0.1:9/live"};
    struct frame_pool *pool = frame_pool_open(2);
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct source *s = stage_open(addresses[i], &(struct source_options){0});
        struct mien_error e = {0};
        struct frame *f;
        assert_int_equal(stage_next(s, pool, &f, &e), SOURCE_LOST);
        if (!strstr(e.text, "check the") || !strstr(e.text, "address"))
            fail_msg("%s", e.text);
        source_close(s);
    }
    frame_pool_close(pool);
}

static void a_stream_can_be_closed_while_it_connects(void **state)
{
    struct frame_pool *pool = frame_pool_open(2);
    struct server silent = {.stop = true};
    struct frame *f;
    char address[64];
    start(&silent, stage_path(state, "long.webm"), 0);
    stop(&silent); /* its port is known, and nobody answers there */
    snprintf(address, sizeof address, "http://127.0.0.1:%d/", silent.port);
    struct source *s = stage_open(address, &(struct source_options){0});
    source_next(s, pool, 0.001, &f, NULL);
    source_close(s);
    s = stage_open(address, &(struct source_options){0});
    source_close(s); /* not even looked at */
    frame_pool_close(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_whose_server_dies_is_lost_and_comes_back_with_it),
        cmocka_unit_test(an_address_without_a_server_is_lost_with_a_reason),
        cmocka_unit_test(a_stream_can_be_closed_while_it_connects),
    };
    return cmocka_run_group_tests(tests, set_up, stage_tear_down);
}
