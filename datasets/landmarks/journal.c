/* journal.c - see journal.h. */
#include "datasets/landmarks/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAGIC_BYTES = 32, SETTINGS_BYTES = 64 };

struct head {
    char magic[MAGIC_BYTES];
    char settings[SETTINGS_BYTES];
    uint64_t values, zero;
};

static const char magic[MAGIC_BYTES] = "mien landmarks journal 1\n";

/* FNV-1a over eight bytes at a time. A record is cut or torn by accident, never by design.
 * (G. Fowler, L. C. Noll, K.-P. Vo, 1991) */
static uint64_t checksum(const uint8_t *p, size_t bytes)
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (size_t i = 0; i < bytes; i += sizeof sum) {
        uint64_t word;
        memcpy(&word, p + i, sizeof word);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32;
    }
    return sum;
}

static off_t record_at(const struct journal *j, uint64_t index)
{
    return (off_t)(sizeof(struct head) + index * j->record_bytes);
}

/* All of `bytes`, which a signal may cut into parts; false with errno. */
static bool write_all(int file, const void *data, size_t bytes, off_t at)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t n = pwrite(file, (const char *)data + done, bytes - done, at + (off_t)done);
        if (n < 0 && errno != EINTR)
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* False at the end of the file, too. */
static bool read_all(int file, void *data, size_t bytes, off_t at)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t n = pread(file, (char *)data + done, bytes - done, at + (off_t)done);
        if (n == 0 || (n < 0 && errno != EINTR))
            return false;
        done += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool read_record(const struct journal *j, uint64_t index)
{
    const size_t body = j->record_bytes - sizeof(uint64_t);
    uint64_t sum;
    if (!read_all(j->file, j->record, j->record_bytes, record_at(j, index)))
        return false;
    memcpy(&sum, j->record + body, sizeof sum);
    return sum == checksum(j->record, body);
}

static int begin(const struct journal *j, const char *settings, struct mien_error *e)
{
    struct head head = {.values = j->values};
    memcpy(head.magic, magic, sizeof head.magic);
    memcpy(head.settings, settings, sizeof head.settings);
    if (write_all(j->file, &head, sizeof head, 0) && fsync(j->file) == 0)
        return 0;
    error_system(e, j->path, "write");
    unlink(j->path);
    return -1;
}

/* Count the whole records and cut off what is behind them. */
static int go_on(struct journal *j, const char *settings, struct mien_error *e)
{
    struct head head;
    if (!read_all(j->file, &head, sizeof head, 0))
        return error_system(e, j->path, "read");
    if (memcmp(head.settings, settings, sizeof head.settings) != 0 || head.values != j->values)
        return error_set(e, j->path, 0,
                         "was begun with other settings (points, size of the pictures, networks or "
                         "version); go on with those, or remove it to start anew");
    while (read_record(j, j->count))
        j->count++;
    return ftruncate(j->file, record_at(j, j->count)) == 0 ? 0 : error_system(e, j->path, "write");
}

static int open_file(struct journal *j, const char *settings, struct mien_error *e)
{
    struct stat st;
    j->file = open(j->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (j->file < 0 || fstat(j->file, &st) != 0)
        return error_system(e, j->path, "write");
    if (flock(j->file, LOCK_EX | LOCK_NB) != 0)
        return error_set(e, j->path, 0, "in use: another process is making this data set");
    const size_t size =
        (uint64_t)st.st_size < sizeof(struct head) ? (size_t)st.st_size : sizeof(struct head);
    const size_t known = size < MAGIC_BYTES ? size : MAGIC_BYTES;
    char start[MAGIC_BYTES];
    if (!read_all(j->file, start, known, 0) || memcmp(start, magic, known) != 0)
        return error_set(e, j->path, 0,
                         "not a journal of landmarks, but it has the name of the one to begin; "
                         "move it away");
    /* An empty file, or a head cut short, is what a crash at the very beginning left. */
    return size == sizeof(struct head) ? go_on(j, settings, e) : begin(j, settings, e);
}

int journal_open(struct journal *j, const char *path, const char *settings, size_t values,
                 struct mien_error *e)
{
    const size_t bytes = (values * sizeof(int16_t) + 7) / 8 * 8;
    *j = (struct journal){
        .path = strdup(path),
        .file = -1,
        .values = values,
        .record_bytes = sizeof(struct journal_record) + bytes + sizeof(uint64_t),
    };
    j->record = calloc(1, j->record_bytes);
    int result =
        j->path && j->record ? open_file(j, settings, e) : error_memory(e, path, j->record_bytes);
    if (result != 0)
        journal_close(j);
    return result;
}

int journal_read(const struct journal *j, uint64_t index, struct journal_record *r, int16_t *values,
                 struct mien_error *e)
{
    if (!read_record(j, index))
        return error_set(e, j->path, 0, "record %llu has changed or cannot be read",
                         (unsigned long long)index);
    memcpy(r, j->record, sizeof *r);
    memcpy(values, j->record + sizeof *r, j->values * sizeof *values);
    return 0;
}

int journal_append(struct journal *j, const struct journal_record *r, const int16_t *values,
                   struct mien_error *e)
{
    const size_t body = j->record_bytes - sizeof(uint64_t);
    memcpy(j->record, r, sizeof *r);
    memcpy(j->record + sizeof *r, values, j->values * sizeof *values);
    const uint64_t sum = checksum(j->record, body);
    memcpy(j->record + body, &sum, sizeof sum);
    if (write_all(j->file, j->record, j->record_bytes, record_at(j, j->count))) {
        j->count++;
        return 0;
    }
    return error_system(e, j->path, "write"); /* a part of a record: the next opening cuts it off */
}

int journal_sync(const struct journal *j, struct mien_error *e)
{
    return fdatasync(j->file) == 0 ? 0 : error_system(e, j->path, "write");
}

void journal_close(struct journal *j)
{
    if (j->file >= 0)
        close(j->file);
    free(j->path);
    free(j->record);
    *j = (struct journal){.file = -1};
}

void journal_remove(struct journal *j)
{
    if (j->file >= 0)
        unlink(j->path);
    journal_close(j);
}
