/* team.h - a fixed team of threads that work on one thing together.
 *
 * Training a small network meets a barrier every fifty microseconds. A waiting worker
 * spins about that long and then sleeps: on a quiet machine the team never sleeps, on a
 * busy one a worker that waits gives its processor to the one it waits for. */
#ifndef MIEN_HOST_TEAM_H
#define MIEN_HOST_TEAM_H

#include "runtime/host/error.h"

struct team;

/* `workers` of them, at least 1, the caller's thread being worker 0. NULL: no memory or no threads.
 */
struct team *team_open(int workers, struct mien_error *e);
void team_close(struct team *t); /* accepts NULL */

/* Call job(context, worker) in every worker; returns when all are done. From the opening thread
 * only. */
void team_run(struct team *t, void (*job)(void *context, int worker), void *context);

/* Inside a job: until all workers are here; what they wrote before is then seen by all. */
void team_wait(struct team *t);

#endif
