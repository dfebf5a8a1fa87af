/* workspace.h - a folder in which the built `mien` is run by shell lines, and what it said.
 *
 * A test program works in one such folder: it is the current one from workspace_make, a cmocka
 * group set-up that leaves *state alone, to workspace_remove. `mien` is on the PATH, its home is
 * the source tree. Everything here fails the running test where it cannot do its work. */
#ifndef MIEN_TESTS_END_TO_END_WORKSPACE_H
#define MIEN_TESTS_END_TO_END_WORKSPACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <cmocka.h>

/* A command that has ended: exit status (-1: by a signal) and what it printed. */
struct outcome {
    int status;
    char out[1 << 16], err[1 << 14];
};

int workspace_make(void **state);
int workspace_remove(void **state);

/* Run a line of shell, which must succeed. */
void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Run a line of shell that calls mien. */
struct outcome run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, where it must succeed. */
struct outcome done(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Start `mien` with the words of `arguments`, its messages thrown away; for `ended` to wait for.
 * `preload` is the LD_PRELOAD it runs under, or NULL. */
pid_t start(const char *arguments, const char *preload);

/* Wait for a started process: its exit status, or minus the signal that ended it. */
int ended(pid_t process);

/* Wait until the file holds something, which `process` is about to write. */
void wait_for_file(const char *path, pid_t process);

/* Wait until the metrics of the run in `folder`, which `process` fits, have a step. */
void wait_for_step(const char *folder, pid_t process);

bool same_bytes(const char *one, const char *other);

/* The whole file with a NUL behind it, for the caller to free. */
char *read_text(const char *path);

/* Every folder and file under `folder` with its checksum, a line each, for the caller to free. */
char *listing(const char *folder);

/* Make, in the current folder, the data set `faces` of 1,200 shipped faces in 4 classes (900 train,
 * 300 valid) and cfgs for it: network.cfg, forest.cfg and svm.cfg, each fitted in about a second.
 */
void make_faces(void);

extern const char *const kinds[3]; /* "network", "forest", "svm" */

/* Make the data set `pictures` of 420 rendered faces of 24 x 24 pixels, and cnn.cfg for it: a
 * convolutional network with a residual sum, and every change of pictures there is. */
void make_rendered_faces(void);

#endif
