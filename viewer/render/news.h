/* news.h - what is drawn of a session besides the moment. */
#ifndef MIEN_VIEWER_RENDER_NEWS_H
#define MIEN_VIEWER_RENDER_NEWS_H

#include <stdbool.h>
#include <stdint.h>

struct stage_news {
    const char *const *classes; /* [class_count], not owned */
    int32_t class_count;
    double seconds;   /* now, since any fixed moment */
    double rate;      /* frames a second, drawn */
    double latency;   /* milliseconds from capture to draw, smoothed */
    uint64_t dropped; /* frames */
    bool recording;   /* the badge says so */
    double recorded;  /* seconds */
    bool clean;       /* this drawing is the picture itself: no badges on it */
    float covered;    /* pixels on the right that a page is going to hide; 0: none */
};

#endif
