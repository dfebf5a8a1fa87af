/* workshop.h - a temporary folder and the programs that run in it.
 *
 * While a workshop is open, the first SIGINT, SIGTERM or SIGHUP only ends the programs that run in
 * it. The step that needed them fails, the caller closes the workshop, and then the signal is
 * raised again with its former meaning, so that no file is left behind. Workshops that are open at
 * the same time are closed in the reverse order. */
#ifndef MIEN_TRAINER_EXPORT_WORKSHOP_H
#define MIEN_TRAINER_EXPORT_WORKSHOP_H

#include <signal.h>

#include "runtime/host/file.h"

enum { WORKSHOP_SIGNALS = 3 };

struct workshop {
    char *folder;
    struct sigaction before[WORKSHOP_SIGNALS]; /* to restore */
};

/* Under $TMPDIR or /tmp. `workshop_close` removes the folder with its files; accepts a zeroed one.
 */
int workshop_open(struct workshop *w, struct mien_error *e);
void workshop_close(struct workshop *w);

/* Write `text` to a file of the folder. */
int workshop_write(const struct workshop *w, const char *name, const void *data, size_t size,
                   struct mien_error *e);

/* Its path, for the caller to free; NULL when out of memory. */
char *workshop_path(const struct workshop *w, const char *name);

/* Start argv[0] (found on the PATH) in the folder, with its files `in` as standard input (NULL:
 * none) and `out` as standard output; standard error goes to `log`, or to `out` where `log` is
 * NULL. Returns its process, -1 with an error where it cannot be started. */
pid_t workshop_start(const struct workshop *w, const char *const argv[], const char *in,
                     const char *out, const char *log, struct mien_error *e);

/* Its exit status; 128 + the signal where one ended it. Ends it where a signal has come. */
int workshop_wait(pid_t process);

#endif
