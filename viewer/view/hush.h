/* hush.h - the libraries of displays say on standard error what they looked for and did not find,
 * some where all is well. While a window or a context is opened they are not heard: the one message
 * that mien gives says what is missing. LIBGL_DEBUG in the environment, as Mesa has it, lets them
 * speak. */
#ifndef MIEN_VIEWER_VIEW_HUSH_H
#define MIEN_VIEWER_VIEW_HUSH_H

/* Standard error leads nowhere from here to unhush, which is given what hush returned. */
int hush(void);
void unhush(int kept);

#endif
