/* fixture.c - see fixture.h. */
#include "tests/console/fixture.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/console/session.h"

enum { EPOCHS = 20, STEPS = 100, SESSION_FRAMES = 150 };

static void put(int file, const char *line)
{
    const size_t size = strlen(line);
    assert_int_equal(write(file, line, size), size);
}

static int open_metrics(const char *folder, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/%s/metrics.jsonl", folder, name);
    const int file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    assert_true(file >= 0);
    return file;
}

void fixture_epoch(int file, int epoch)
{
    char line[512];
    const int right = 10 + epoch, wrong = 40 - epoch;
    snprintf(line, sizeof line,
             "{\"kind\":\"epoch\",\"step\":%d,\"epoch\":%d,\"wall\":%d,\"samples_per_second\":900,"
             "\"loss\":%.4f,\"learning_rate\":0.002,\"valid_accuracy\":%.3f,\"valid_loss\":%.4f,"
             "\"confusion\":[[%d,%d,1],[%d,%d,2],[3,0,%d]]}\n",
             epoch * STEPS, epoch, epoch * 30, 2 / (1 + epoch / 5.0), 0.3 + epoch / 50.0,
             2.1 / (1 + epoch / 6.0), right, wrong, wrong / 2, right, right);
    put(file, line);
}

void fixture_run(const char *folder, const char *name, int epochs, const char *state)
{
    char line[512];
    const int file = open_metrics(folder, name);
    snprintf(line, sizeof line,
             "{\"kind\":\"run\",\"step\":0,\"time\":%.1f,\"unit\":\"epoch\",\"total\":%d,"
             "\"model\":\"network\",\"classes\":[\"angry\",\"happy\",\"sad\"],\"threads\":2,"
             "\"config\":\"[net]\\nepochs = 20\\nname = %s\\n\"}\n",
             FIXTURE_STARTED, EPOCHS, name);
    put(file, line);
    for (int epoch = 1; epoch <= epochs; epoch++)
        fixture_epoch(file, epoch);
    snprintf(line, sizeof line,
             "{\"kind\":\"end\",\"step\":%d,\"time\":%.1f,\"state\":\"%s\",\"accuracy\":%.3f,"
             "\"macro_f1\":0.6,\"fit_seconds\":%d,\"parameters\":12345}\n",
             epochs * STEPS, FIXTURE_STARTED + epochs * 30, state, 0.3 + epochs / 50.0,
             epochs * 30);
    if (state)
        put(file, line);
    close(file);
}

int fixture_hold(const char *folder, const char *name)
{
    const int file = open_metrics(folder, name);
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    assert_int_equal(fcntl(file, F_SETLK, &lock), 0);
    return file;
}

static void write_session(const char *folder, const char *name)
{
    struct session s;
    FILE *stream = fdopen(open_metrics(folder, name), "w");
    assert_non_null(stream);
    session_begin(&s, 1, FIXTURE_STARTED, stream);
    for (int i = 0; i < SESSION_FRAMES; i++)
        session_frame(&s, stream);
    session_end(&s, FIXTURE_STARTED + 5, "finished", stream);
    fclose(stream);
}

void fixture_runs(const char *folder)
{
    fixture_run(folder, "alpha", 20, "finished");
    fixture_run(folder, "beta", 7, "stopped");
    fixture_run(folder, "gamma", 3, NULL);
    write_session(folder, "delta");
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    return remove(path);
}

void fixture_remove(const char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
