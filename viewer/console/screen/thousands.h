/* thousands.h - numbers too large to be written in full: 12.5k, 3.1M. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_THOUSANDS_H
#define MIEN_VIEWER_CONSOLE_SCREEN_THOUSANDS_H

struct thousands {
    double from, unit;
    const char *suffix;
};

/* In what numbers as large as this are counted; NULL: in ones. */
const struct thousands *thousands_of(double largest);

#endif
