/* darknet_net.c - see darknet_net.h. */
#include "trainer/network/darknet_net.h"

enum {
    SIDE_MAX = 1 << 14,
    CHANNELS_MAX = 1 << 16,
    SUBDIVISIONS_MAX = 65536,
    BATCHES_MAX = 1000000000
};

static bool given(const struct cfg_section *s, const char *key)
{
    return cfg_line(s, key) != s->line;
}

static int read_shape(struct darknet_net *d, struct cfg_section *s, struct mien_error *e)
{
    static const char *const keys[3] = {"height", "width", "channels"};
    static const long long most[3] = {SIDE_MAX, SIDE_MAX, CHANNELS_MAX};
    int count = 0;
    for (int i = 0; i < 3; i++) {
        long long value;
        if (cfg_integer(s, keys[i], &value, 0, 1, most[i], e) != 0)
            return -1;
        d->shape[i] = (uint32_t)value;
        count += value > 0;
    }
    if (count % 3 != 0)
        return error_set(e, s->file, s->line,
                         "a picture has height, width and channels (%u, %u, %u; 0: not given); "
                         "give all three or none",
                         d->shape[0], d->shape[1], d->shape[2]);
    return 0;
}

/* What Darknet does to training pictures. */
static int read_changes(struct darknet_net *d, struct cfg_section *s, struct mien_error *e)
{
    static const struct {
        const char *key;
        double low, high;
    } changes[] = {{"max_crop", 1, SIDE_MAX}, {"min_crop", 1, SIDE_MAX},
                   {"max_ratio", 0, 1e3},     {"min_ratio", 0, 1e3},
                   {"center", 0, 1},          {"angle", 0, 360},
                   {"aspect", 0, 1e3},        {"saturation", 0, 1e3},
                   {"exposure", 0, 1e3},      {"hue", 0, 1}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const int line = cfg_line(s, changes[i].key);
        double value;
        if (cfg_number(s, changes[i].key, &value, changes[i].low, changes[i].low, changes[i].high,
                       e) != 0)
            return -1;
        if (given(s, changes[i].key) && (d->change == NULL || line < d->change_line)) {
            d->change = changes[i].key;
            d->change_line = line;
        }
    }
    return 0;
}

/* Two keys of one meaning. */
static int check_one(const struct cfg_section *s, const char *darknet, const char *own,
                     struct mien_error *e)
{
    if (!given(s, darknet) || !given(s, own))
        return 0;
    return cfg_error(s, darknet, e, "%s is Darknet's word for %s, which is given too; keep one",
                     darknet, own);
}

int darknet_net_read(struct darknet_net *d, struct cfg_section *net, struct mien_error *e)
{
    long long subdivisions;
    *d = (struct darknet_net){.dialect = given(net, "height") || given(net, "width") ||
                                         given(net, "channels") || given(net, "subdivisions") ||
                                         given(net, "max_batches")};
    if (read_shape(d, net, e) != 0 ||
        cfg_integer(net, "subdivisions", &subdivisions, 1, 1, SUBDIVISIONS_MAX, e) != 0 ||
        cfg_integer(net, "max_batches", &d->batches, 0, 0, BATCHES_MAX, e) != 0 ||
        cfg_flag(net, "adam", &d->adam, false, e) != 0 || read_changes(d, net, e) != 0)
        return -1;
    return check_one(net, "max_batches", "epochs", e) != 0 ||
                   check_one(net, "burn_in", "warmup", e) != 0 ||
                   check_one(net, "adam", "optimizer", e) != 0
               ? -1
               : 0;
}
