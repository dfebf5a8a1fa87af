/* listing.h - what --list tells: the cameras that there are, the masks, and every setting with the
 * values it takes. */
#ifndef MIEN_VIEWER_VIEW_LISTING_H
#define MIEN_VIEWER_VIEW_LISTING_H

#include "runtime/host/error.h"

/* Print it to standard output. Errors: those of cameras_list. */
int listing_print(struct mien_error *e);

#endif
