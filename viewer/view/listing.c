/* listing.c - see listing.h. */
#include "viewer/view/listing.h"

#include <stdio.h>
#include <string.h>

#include "viewer/mask/presets.h"
#include "viewer/source/cameras.h"
#include "viewer/view/settings.h"

static int print_cameras(struct mien_error *e)
{
    struct camera cameras[CAMERAS_MAX];
    const int count = cameras_list(cameras, e);
    for (int i = 0; i < count; i++) {
        printf("camera:%d  %s  %s\n", i + 1, cameras[i].path, cameras[i].name);
        for (int k = 0; k < cameras[i].mode_count; k++)
            printf("    %d x %d, %.0f frames/s\n", cameras[i].modes[k].width,
                   cameras[i].modes[k].height, cameras[i].modes[k].rate);
    }
    if (count == 0)
        puts("no camera");
    return count < 0 ? -1 : 0;
}

/* "mesh=off|wire|...": as --set takes it. */
static void write_values(const struct setting *what, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, "%s=", what->key);
    if (what->kind == SETTING_FLAG)
        snprintf(out + used, size - used, "0|1");
    else if (what->kind == SETTING_NUMBER)
        snprintf(out + used, size - used, "%g..%g", what->low, what->high);
    else
        for (int i = 0; i < what->count && used < size; i++)
            used += (size_t)snprintf(out + used, size - used, "%s%s", i ? "|" : "", what->names[i]);
}

/* Or the heading of those that follow. */
static void print_setting(const struct setting *what, const struct settings *s)
{
    char values[256], now[64];
    if (what->group) {
        printf("\n%s\n", what->group);
        return;
    }
    write_values(what, values, sizeof values);
    setting_show(what, s, now, sizeof now);
    printf("set %-36s  %s: %s (%s)\n", values, what->title, what->help, now);
}

int listing_print(struct mien_error *e)
{
    const struct settings defaults = settings_defaults();
    if (print_cameras(e) != 0)
        return -1;
    for (int i = 0; i < MASK_PRESET_COUNT; i++)
        printf("mask %-10s  %s\n", mask_preset_names[i], mask_preset_titles[i]);
    for (int i = 0; i < settings_count; i++)
        print_setting(&settings_table[i], &defaults);
    return 0;
}
