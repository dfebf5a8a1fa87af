/* workspace.c - see workspace.h. */
#include "workspace.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *const kinds[3] = {"network", "forest", "svm"};

static const char cnn_cfg[] = "[data]\n"
                              "path = pictures\n"
                              "augment = mirror, shift:0.1, rotate:10, scale:0.1, brightness:0.1, "
                              "contrast:0.2, gamma:0.3, erase:0.2, mixup:0.2\n"
                              "[net]\n"
                              "batch = 32\n"
                              "epochs = 6\n"
                              "ema = 0.9\n"
                              "sampling = balanced\n"
                              "[convolutional]\n"
                              "batch_normalize = 1\n"
                              "filters = 8\n"
                              "size = 3\n"
                              "pad = 1\n"
                              "activation = relu\n"
                              "[maxpool]\n"
                              "size = 2\n"
                              "stride = 2\n"
                              "[convolutional]\n"
                              "batch_normalize = 1\n"
                              "filters = 8\n"
                              "size = 3\n"
                              "pad = 1\n"
                              "activation = linear\n"
                              "[shortcut]\n"
                              "from = -2\n"
                              "activation = relu\n"
                              "[avgpool]\n"
                              "[dropout]\n"
                              "probability = 0.1\n"
                              "[connected]\n"
                              "output = 7\n"
                              "[softmax]\n";

static const char network_cfg[] = "[data]\n"
                                  "path = faces\n"
                                  "features = aligned\n"
                                  "pca = 40\n"
                                  "augment = mirror\n"
                                  "\n"
                                  "[net]\n"
                                  "batch = 32\n"
                                  "epochs = 120\n"
                                  "\n"
                                  "[connected]\n"
                                  "output = 128\n"
                                  "batch_normalize = 1\n"
                                  "activation = relu\n"
                                  "\n"
                                  "[dropout]\n"
                                  "probability = 0.3\n"
                                  "\n"
                                  "[connected]\n"
                                  "output = 4\n"
                                  "activation = linear\n"
                                  "\n"
                                  "[softmax]\n";
static const char forest_cfg[] = "[data]\n"
                                 "path = faces\n"
                                 "features = box\n"
                                 "\n"
                                 "[forest]\n"
                                 "trees = 400\n";
static const char svm_cfg[] = "[data]\n"
                              "path = faces\n"
                              "features = aligned\n"
                              "pca = 40\n"
                              "\n"
                              "[svm]\n"
                              "grid_C = 0.3, 1, 3\n"
                              "grid_gamma = 0.01, 0.03\n";

static void put_mien_on_the_path(void)
{
    const char *path = getenv("PATH");
    char text[4096];
    snprintf(text, sizeof text, "%.*s:%s", (int)(strrchr(MIEN_BINARY, '/') - MIEN_BINARY),
             MIEN_BINARY, path ? path : "/usr/bin:/bin");
    setenv("PATH", text, 1);
    setenv("MIEN_HOME", MIEN_SOURCE, 1);
}

/* The current folder is FOLDER/work; beside it lie what commands print. */
int workspace_make(void **state)
{
    char folder[] = "/tmp/mien-end-to-end-XXXXXX";
    (void)state;
    put_mien_on_the_path();
    return !mkdtemp(folder) || chdir(folder) != 0 || mkdir("work", 0777) != 0 || chdir("work") != 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

int workspace_remove(void **state)
{
    char folder[256];
    (void)state;
    return chdir("..") != 0 || !getcwd(folder, sizeof folder) || chdir("/") != 0 ||
           nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;
}

static void fill(const char *name, char *text, size_t size)
{
    FILE *f = fopen(name, "rb");
    assert_non_null(f);
    text[fread(text, 1, size - 1, f)] = '\0';
    fclose(f);
}

static struct outcome run_line(const char *format, va_list arguments)
{
    struct outcome o;
    char line[4096], whole[4400];
    vsnprintf(line, sizeof line, format, arguments);
    snprintf(whole, sizeof whole, "{ %s\n} >../out 2>../err </dev/null", line);
    const int status = system(whole);
    o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    fill("../out", o.out, sizeof o.out);
    fill("../err", o.err, sizeof o.err);
    return o;
}

void shell(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const struct outcome o = run_line(format, arguments);
    va_end(arguments);
    if (o.status != 0)
        fail_msg("%s: status %d, said: %s", format, o.status, o.err);
}

struct outcome run(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const struct outcome o = run_line(format, arguments);
    va_end(arguments);
    return o;
}

struct outcome done(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const struct outcome o = run_line(format, arguments);
    va_end(arguments);
    if (o.status != 0)
        fail_msg("%s: status %d, said: %s", format, o.status, o.err);
    return o;
}

pid_t start(const char *arguments, const char *preload)
{
    char line[1024];
    snprintf(line, sizeof line, "exec mien %s >/dev/null 2>&1 </dev/null", arguments);
    const pid_t process = fork();
    assert_true(process >= 0);
    if (process == 0) {
        char assignment[1024];
        snprintf(assignment, sizeof assignment, "LD_PRELOAD=%s", preload ? preload : "");
        execl("/usr/bin/env", "env", assignment, "/bin/sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    return process;
}

int ended(pid_t process)
{
    int status;
    assert_int_equal(waitpid(process, &status, 0), process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static char *read_stream(FILE *f)
{
    size_t size = 0, capacity = 1 << 16, n;
    char *text = malloc(capacity);
    while (text && (n = fread(text + size, 1, capacity - size - 1, f)) > 0) {
        size += n;
        if (capacity - size == 1)
            text = realloc(text, capacity *= 2);
    }
    assert_non_null(text);
    text[size] = '\0';
    return text;
}

char *read_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("%s: %s", path, strerror(errno));
    char *text = read_stream(f);
    fclose(f);
    return text;
}

/* Wait for `path` to be as it must, which `process` is to bring about. */
static void wait_until(bool (*ready)(const char *path), const char *path, pid_t process)
{
    while (!ready(path)) {
        siginfo_t info = {0};
        if (waitid(P_PID, (id_t)process, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid)
            fail_msg("%s was not written", path);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

static bool holds_something(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && st.st_size > 0;
}

static bool has_step(const char *metrics)
{
    char *text = access(metrics, R_OK) == 0 ? read_text(metrics) : NULL;
    const bool found = text && strstr(text, "\"wall\":");
    free(text);
    return found;
}

void wait_for_file(const char *path, pid_t process)
{
    wait_until(holds_something, path, process);
}

void wait_for_step(const char *folder, pid_t process)
{
    char path[256];
    snprintf(path, sizeof path, "%s/metrics.jsonl", folder);
    wait_until(has_step, path, process);
}

bool same_bytes(const char *one, const char *other)
{
    return run("cmp %s %s", one, other).status == 0;
}

char *listing(const char *folder)
{
    char line[512];
    snprintf(line, sizeof line,
             "cd %s && { find . -type d; find . -type f -exec cksum {} +; } | sort", folder);
    FILE *f = popen(line, "r");
    assert_non_null(f);
    char *text = read_stream(f);
    assert_int_equal(pclose(f), 0);
    return text;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

void make_faces(void)
{
    done("mien data export %s/datasets/fer2013-landmarks --split valid -o shipped.csv",
         MIEN_SOURCE);
    shell("head -n 1201 shipped.csv >faces.csv");
    done("mien data import faces.csv -o imported");
    done("mien data split imported --holdout 0.25 --seed 1 -o faces");
    shell("rm -r shipped.csv imported");
    write_text("network.cfg", network_cfg);
    write_text("forest.cfg", forest_cfg);
    write_text("svm.cfg", svm_cfg);
}

void make_rendered_faces(void)
{
    done("mien data synth -o pictures --rows 420 --size 24x24 --points none --seed 3");
    write_text("cnn.cfg", cnn_cfg);
}
