/* process.c - see process.h. */
#include "viewer/console/views/process.h"

#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_MAX = 1 << 16 }; /* /proc/stat of 1,000 CPUs takes more, but they come first */

/* ---- a process ---- */

/* The number's text behind `skip` fields parted by blanks; NULL: there are fewer. */
static const char *field(const char *text, int skip)
{
    text += strspn(text, " ");
    for (; *text && skip > 0; skip--) {
        text += strcspn(text, " \n");
        text += strspn(text, " ");
    }
    return *text && *text != '\n' ? text : NULL;
}

bool process_parse_stat(struct process *p, const char *text)
{
    /* Fields behind the name, from 0: state, then what has the number in the manual less 3. */
    enum { STATE = 0, USER = 11, SYSTEM = 12, NICE = 16, THREADS = 17, STARTED = 19 };
    const char *open = strchr(text, '('), *close = strrchr(text, ')');
    char *end;
    const long pid = strtol(text, &end, 10);
    if (!open || !close || close < open || end == text || pid <= 0)
        return false;
    const char *rest = close + 1;
    const char *last = field(rest, STARTED);
    if (!last)
        return false;
    const size_t length = (size_t)(close - open - 1);
    p->pid = (pid_t)pid;
    snprintf(p->name, sizeof p->name, "%.*s",
             (int)(length < sizeof p->name ? length : sizeof p->name - 1), open + 1);
    p->state = *field(rest, STATE);
    p->cpu_ticks = strtoull(field(rest, USER), NULL, 10) + strtoull(field(rest, SYSTEM), NULL, 10);
    p->nice = strtol(field(rest, NICE), NULL, 10);
    p->threads = strtol(field(rest, THREADS), NULL, 10);
    p->started_ticks = strtoull(last, NULL, 10);
    return true;
}

/* The value in bytes of a line "KEY:   1234 kB"; false: there is no such line. */
static bool kilobytes(const char *text, const char *key, uint64_t *bytes)
{
    const size_t length = strlen(key);
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) != 0 || line[length] != ':')
            continue;
        const uint64_t value = strtoull(line + length + 1, NULL, 10);
        if (value > UINT64_MAX / 1024)
            return false;
        *bytes = value * 1024;
        return true;
    }
    return false;
}

bool process_parse_status(struct process *p, const char *text)
{
    uint64_t resident, peak;
    if (!kilobytes(text, "VmRSS", &resident) || !kilobytes(text, "VmHWM", &peak))
        return false; /* a thread of the kernel, or a zombie */
    p->resident = resident;
    p->peak = peak;
    return true;
}

/* ---- the machine ---- */

/* A line "cpu0 4705 150 1120 16250 ...": ticks as user, nice, system, idle, waiting for disk and
 * more; guests are in user already. Older kernels have the first four. */
static bool parse_core(struct machine_core *core, const char *line)
{
    enum { IDLE = 3, WAITING = 4, FIELDS = 8, LEAST = 4 };
    if (strncmp(line, "cpu", 3) != 0)
        return false;
    char *end = NULL;
    struct machine_core read = {.number = -1};
    if (line[3] != ' ')
        read.number = (int)strtol(line + 3, &end, 10);
    const char *at = end ? end : line + 3;
    int k = 0;
    for (; k < FIELDS && *at == ' '; k++, at = end) {
        const uint64_t ticks = strtoull(at, &end, 10);
        if (end == at)
            break;
        read.total += ticks;
        read.busy += k == IDLE || k == WAITING ? 0 : ticks;
    }
    if (k < LEAST)
        return false;
    *core = read;
    return true;
}

bool machine_parse_stat(struct machine *m, const char *text)
{
    struct machine_core core;
    if (!parse_core(&core, text) || core.number != -1)
        return false;
    m->all = core;
    m->cores = 0;
    for (const char *line = strchr(text, '\n'); line && m->cores < MACHINE_CORES_MAX;
         line = strchr(line + 1, '\n')) {
        if (!parse_core(&core, line + 1) || core.number < 0)
            break;
        m->core[m->cores++] = core;
    }
    return true;
}

bool machine_parse_memory(struct machine *m, const char *text)
{
    uint64_t memory, available;
    if (!kilobytes(text, "MemTotal", &memory) || !kilobytes(text, "MemAvailable", &available))
        return false;
    m->memory = memory;
    m->available = available < memory ? available : memory;
    return true;
}

bool machine_parse_load(struct machine *m, const char *text)
{
    double load[3];
    if (sscanf(text, "%lf %lf %lf", &load[0], &load[1], &load[2]) != 3)
        return false;
    memcpy(m->load, load, sizeof load);
    return true;
}

bool machine_parse_uptime(struct machine *m, const char *text)
{
    return sscanf(text, "%lf", &m->uptime) == 1;
}

/* ---- reading ---- */

/* The file's beginning as text, as much of it as fits. */
static bool read_text(const char *path, char *text, size_t size)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    size_t used = 0;
    ssize_t got = descriptor < 0 ? -1 : 1;
    while (got > 0 && used < size - 1) {
        got = read(descriptor, text + used, size - 1 - used);
        used += got > 0 ? (size_t)got : 0;
    }
    if (descriptor >= 0)
        close(descriptor);
    text[used] = '\0';
    return got >= 0 && used > 0;
}

bool process_read(struct process *p, pid_t pid)
{
    char path[64], text[4096];
    *p = (struct process){0};
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    if (pid <= 0 || !read_text(path, text, sizeof text) || !process_parse_stat(p, text))
        return false;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    if (read_text(path, text, sizeof text))
        process_parse_status(p, text);
    return true;
}

bool machine_read(struct machine *m)
{
    static const struct {
        const char *path;
        bool (*parse)(struct machine *m, const char *text);
    } files[] = {{"/proc/stat", machine_parse_stat},
                 {"/proc/meminfo", machine_parse_memory},
                 {"/proc/loadavg", machine_parse_load},
                 {"/proc/uptime", machine_parse_uptime}};
    char *text = malloc(TEXT_MAX);
    *m = (struct machine){0};
    bool complete = text;
    for (size_t k = 0; complete && k < sizeof files / sizeof *files; k++)
        complete = read_text(files[k].path, text, TEXT_MAX) && files[k].parse(m, text);
    free(text);
    if (!complete)
        *m = (struct machine){0};
    return complete;
}

/* ---- what it means ---- */

static double ticks_per_second(void)
{
    const long ticks = sysconf(_SC_CLK_TCK);
    return ticks > 0 ? (double)ticks : 100;
}

double process_share(const struct process *before, const struct process *after, double seconds)
{
    if (before->pid != after->pid || before->started_ticks != after->started_ticks ||
        before->cpu_ticks > after->cpu_ticks || !(seconds > 0))
        return NAN;
    return (double)(after->cpu_ticks - before->cpu_ticks) / ticks_per_second() / seconds;
}

double process_mean_share(const struct process *p, double age)
{
    return age > 0 ? (double)p->cpu_ticks / ticks_per_second() / age : NAN;
}

double machine_share(const struct machine_core *before, const struct machine_core *after)
{
    if (before->number != after->number || after->total <= before->total)
        return NAN;
    const double busy = after->busy > before->busy ? (double)(after->busy - before->busy) : 0;
    return fmin(busy / (double)(after->total - before->total), 1.0);
}

double process_age(const struct process *p, const struct machine *m)
{
    const double age = m->uptime - (double)p->started_ticks / ticks_per_second();
    return m->uptime > 0 && p->pid > 0 ? fmax(age, 0) : NAN;
}

const char *process_state_name(char state)
{
    static const struct {
        char state;
        const char *name;
    } names[] = {{'R', "running"}, {'S', "sleeping"},  {'D', "waiting for disk"},
                 {'Z', "zombie"},  {'T', "suspended"}, {'t', "traced"},
                 {'I', "idle"},    {'X', "dead"}};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        if (names[k].state == state)
            return names[k].name;
    return "unknown";
}
