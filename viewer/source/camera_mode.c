/* camera_mode.c - see camera_mode.h. */
#include "viewer/source/camera_mode.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One mode that a structure of caps allows. */
struct offer {
    const char *media; /* "video/x-raw" */
    int width, height;
    int rate_n, rate_d; /* 0/1: not said */
};

/* The value of a list, range or single integer that is nearest to what is wanted. */
static int nearest_size(const GstStructure *s, const char *field, int wanted)
{
    const GValue *v = gst_structure_get_value(s, field);
    if (v && G_VALUE_HOLDS_INT(v))
        return g_value_get_int(v);
    if (!v || !GST_VALUE_HOLDS_INT_RANGE(v))
        return 0;
    const int low = gst_value_get_int_range_min(v), high = gst_value_get_int_range_max(v);
    return wanted < low ? low : wanted > high ? high : wanted;
}

static double rate_of(const GValue *v)
{
    const int d = gst_value_get_fraction_denominator(v);
    return d > 0 ? (double)gst_value_get_fraction_numerator(v) / d : 0;
}

/* Keep the rate nearest to `wanted` in *o; INFINITY: the highest. */
static void consider_rate(struct offer *o, const GValue *v, double wanted)
{
    if (!GST_VALUE_HOLDS_FRACTION(v))
        return;
    const double old = (double)o->rate_n / o->rate_d, new = rate_of(v);
    const bool nearer = isinf(wanted) ? new > old : fabs(new - wanted) < fabs(old - wanted);
    if (o->rate_n > 0 && !nearer)
        return;
    o->rate_n = gst_value_get_fraction_numerator(v);
    o->rate_d = gst_value_get_fraction_denominator(v);
}

/* Of a range its ends, and what is wanted where it lies between. */
static void consider_range(struct offer *o, const GValue *v, double wanted)
{
    const GValue *low = gst_value_get_fraction_range_min(v);
    const GValue *high = gst_value_get_fraction_range_max(v);
    consider_rate(o, low, wanted);
    consider_rate(o, high, wanted);
    if (rate_of(low) < wanted && wanted < rate_of(high)) {
        o->rate_n = (int)lrint(wanted * 1000);
        o->rate_d = 1000;
    }
}

static struct offer offer_of(const GstStructure *s, int width, int height, double rate)
{
    struct offer o = {gst_structure_get_name(s), nearest_size(s, "width", width),
                      nearest_size(s, "height", height), 0, 1};
    const GValue *v = gst_structure_get_value(s, "framerate");
    if (v && GST_VALUE_HOLDS_FRACTION_RANGE(v))
        consider_range(&o, v, rate);
    else if (v && GST_VALUE_HOLDS_LIST(v))
        for (guint i = 0; i < gst_value_list_get_size(v); i++)
            consider_rate(&o, gst_value_list_get_value(v, i), rate);
    else if (v)
        consider_rate(&o, v, rate);
    return o;
}

static int by_area(const void *a, const void *b)
{
    const struct camera_mode *m = a, *n = b;
    const int64_t first = (int64_t)m->width * m->height, second = (int64_t)n->width * n->height;
    return first != second ? (first < second) - (first > second)
                           : (m->width < n->width) - (m->width > n->width);
}

/* Add a size, or its higher rate; returns how many there are now. */
static int add_mode(struct camera_mode *out, int count, const struct offer *o)
{
    const double rate = (double)o->rate_n / o->rate_d;
    for (int i = 0; i < count; i++)
        if (out[i].width == o->width && out[i].height == o->height) {
            out[i].rate = fmax(out[i].rate, rate);
            return count;
        }
    if (count == CAMERA_MODES_MAX || o->width < 1 || o->height < 1)
        return count;
    out[count] = (struct camera_mode){o->width, o->height, rate};
    return count + 1;
}

int camera_modes(const GstCaps *caps, struct camera_mode out[CAMERA_MODES_MAX])
{
    int count = 0;
    for (guint i = 0; i < gst_caps_get_size(caps); i++) {
        const struct offer o =
            offer_of(gst_caps_get_structure(caps, i), G_MAXINT, G_MAXINT, INFINITY);
        count = add_mode(out, count, &o);
    }
    qsort(out, (size_t)count, sizeof *out, by_area);
    return count;
}

/* How far an offer is from what is wanted: the size first, then the rate, then the work to read
 * it. */
struct distance {
    double size, rate;
    int work;
};

static struct distance distance_of(const struct offer *o, int width, int height, double rate)
{
    static const char *const media[] = {"video/x-raw", "image/jpeg"};
    int work = 0;
    while (work < 2 && strcmp(o->media, media[work]) != 0)
        work++;
    return (struct distance){fabs(log((double)o->width / width)) +
                                 fabs(log((double)o->height / height)),
                             fabs((double)o->rate_n / o->rate_d - rate), work};
}

static bool is_nearer(const struct distance *a, const struct distance *b)
{
    if (a->size != b->size)
        return a->size < b->size;
    /* 29.97 and 30 are the same to who looks. */
    if (fabs(a->rate - b->rate) > 0.5)
        return a->rate < b->rate;
    return a->work < b->work;
}

const char *camera_mode_choose(char *out, size_t size, const GstCaps *caps, int width, int height,
                               double rate)
{
    struct distance least = {INFINITY, INFINITY, 0};
    snprintf(out, size, "ANY");
    for (guint i = 0; caps && i < gst_caps_get_size(caps); i++) {
        const struct offer o = offer_of(gst_caps_get_structure(caps, i), width, height, rate);
        if (o.width < 1 || o.height < 1)
            continue;
        const struct distance d = distance_of(&o, width, height, rate);
        if (!is_nearer(&d, &least))
            continue;
        least = d;
        const int used =
            snprintf(out, size, "%s, width=(int)%d, height=(int)%d", o.media, o.width, o.height);
        if (o.rate_n > 0 && used > 0 && (size_t)used < size)
            snprintf(out + used, size - (size_t)used, ", framerate=(fraction)%d/%d", o.rate_n,
                     o.rate_d);
    }
    return out;
}
