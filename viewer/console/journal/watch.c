/* watch.c - see watch.h. */
#include "viewer/console/journal/watch.h"

#include <linux/magic.h>
#include <stdint.h>
#include <stddef.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    FILE_EVENTS = IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF,
    FOLDER_EVENTS = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF |
                    IN_MOVE_SELF | IN_ONLYDIR
};

/* File systems that other machines, or a program behind them, write to unseen (statfs(2)). */
static const uint32_t remote[] = {
    NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, AFS_SUPER_MAGIC,
    CEPH_SUPER_MAGIC, CODA_SUPER_MAGIC, V9FS_MAGIC,       FUSE_SUPER_MAGIC, 0x0BD00BD0, /* Lustre */
    0x47504653,                                                                         /* GPFS */
    0x19830326,                                                                         /* BeeGFS */
};

int watch_open(void)
{
    return inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
}

void watch_close(int descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
}

static bool is_remote(const char *path)
{
    struct statfs system;
    if (statfs(path, &system) != 0)
        return false;
    for (size_t i = 0; i < sizeof remote / sizeof *remote; i++)
        if ((uint32_t)system.f_type == remote[i])
            return true;
    return false;
}

static int watch(int descriptor, const char *path, uint32_t events)
{
    if (descriptor < 0 || is_remote(path))
        return -1;
    return inotify_add_watch(descriptor, path, events);
}

int watch_file(int descriptor, const char *path)
{
    return watch(descriptor, path, FILE_EVENTS);
}

int watch_folder(int descriptor, const char *path)
{
    return watch(descriptor, path, FOLDER_EVENTS);
}

void watch_end(int descriptor, int id)
{
    if (descriptor >= 0 && id >= 0)
        inotify_rm_watch(descriptor, id);
}

void watch_read(int descriptor, void (*tell)(void *context, const struct watch_event *event),
                void *context)
{
    _Alignas(struct inotify_event) char events[16384];
    ssize_t size;
    while (descriptor >= 0 && (size = read(descriptor, events, sizeof events)) > 0)
        for (const char *at = events; at < events + size;) {
            const struct inotify_event *e = (const struct inotify_event *)at;
            const struct watch_event event = {
                .watch = e->mask & IN_Q_OVERFLOW ? -1 : e->wd,
                .over = (e->mask & IN_IGNORED) != 0,
                .name = e->len ? e->name : NULL,
            };
            tell(context, &event);
            at += sizeof *e + e->len;
        }
}
