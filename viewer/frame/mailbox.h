/* mailbox.h - one place between two threads where the latest thing wins.
 *
 * Who puts never waits: what was not taken yet is given back to be let go, and is counted as
 * dropped. Who takes waits at most as long as it likes. */
#ifndef MIEN_VIEWER_FRAME_MAILBOX_H
#define MIEN_VIEWER_FRAME_MAILBOX_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct mailbox {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    void *thing; /* NULL: empty */
    void (*let_go)(void *thing);
    uint64_t dropped;
    bool closed;
};

/* `let_go` is called, by the putting thread, with each thing that a newer one replaces. */
void mailbox_init(struct mailbox *m, void (*let_go)(void *thing));
void mailbox_free(struct mailbox *m); /* lets go what is left; nobody may be waiting */

/* Put `thing`, which is not NULL; of a closed mailbox it is let go at once. */
void mailbox_put(struct mailbox *m, void *thing);

/* The thing, now the caller's; NULL where none came within `seconds` or the mailbox is closed. */
void *mailbox_take(struct mailbox *m, double seconds);

/* Wake all who wait; nothing is given out any more. */
void mailbox_close(struct mailbox *m);

/* Things that were replaced before anyone took them, since init. */
uint64_t mailbox_dropped(struct mailbox *m);

#endif
