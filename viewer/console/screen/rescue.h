/* rescue.h - the signals of a program that holds a terminal.
 *
 * However such a program ends, the terminal must be given back. What does so is prepared beforehand
 * (bytes to write, the line settings), since a handler may do little more than write(2): the deadly
 * signals restore the terminal, then do what they would have done. Signals that only tell something
 * set a flag and write to a pipe, which poll(2) waits on beside the input.
 *
 * Handlers reach nothing but file-scope data, so there is one terminal to a process. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_RESCUE_H
#define MIEN_VIEWER_CONSOLE_SCREEN_RESCUE_H

#include <stddef.h>

enum { RESCUE_BYTES = 512 };

enum rescue_notice {
    RESCUE_RESIZED,   /* SIGWINCH */
    RESCUE_SUSPEND,   /* SIGTSTP: stop when the terminal has been left */
    RESCUE_CONTINUED, /* SIGCONT after a stop that gave no warning */
    RESCUE_NOTICES
};

/* Keep the settings of the terminal on stdin and the bytes (at most RESCUE_BYTES) that, written to
 * stdout, undo what will be done to it, and take the signals. Returns the descriptor that becomes
 * readable with a notice, or -1 with errno set and nothing taken. */
int rescue_arm(const char *bytes, size_t size);

/* Give the signals back; the terminal is left as it is. Twice is fine. */
void rescue_disarm(void);

/* The notices that came since they were last asked for, as bits 1 << enum rescue_notice; empties
 * the pipe. */
unsigned rescue_take(void);

/* Stop this process as Ctrl-Z does, the terminal having been left; returns when it is continued. */
void rescue_stop(void);

#endif
