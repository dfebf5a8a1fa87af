/* theme.c - see theme.h. */
#include "viewer/render/theme.h"

const char *const theme_names[THEME_COUNT] = {"dark", "light"};

static const struct tint colors[THEME_COUNT][THEME_COLOR_COUNT] =
    {
        [THEME_DARK] =
            {
                [THEME_GROUND] = {14, 16, 20, 255},
                [THEME_PANEL] = {17, 20, 24, 214},
                [THEME_EDGE] = {0, 0, 0, 150},
                [THEME_TEXT] = {244, 246, 248, 255},
                [THEME_QUIET] = {165, 174, 184, 255},
                [THEME_ACCENT] = {86, 180, 233, 255},
                [THEME_GOOD] = {52, 199, 150, 255},
                [THEME_WARN] = {240, 180, 40, 255},
                [THEME_BAD] = {240, 110, 60, 255},
            },
        [THEME_LIGHT] =
            {
                [THEME_GROUND] = {232, 235, 239, 255},
                [THEME_PANEL] = {252, 253, 254, 226},
                [THEME_EDGE] = {255, 255, 255, 170},
                [THEME_TEXT] = {20, 24, 29, 255},
                [THEME_QUIET] = {84, 93, 103, 255},
                [THEME_ACCENT] = {0, 96, 160, 255},
                [THEME_GOOD] = {0, 110, 78, 255},
                [THEME_WARN] = {140, 84, 0, 255},
                [THEME_BAD] = {176, 58, 0, 255},
            },
};

/* Okabe and Ito's, without black; darkened for white panels. */
enum { SERIES = 7 };
static const struct tint series[THEME_COUNT][SERIES] = {
    [THEME_DARK] = {{213, 94, 0, 255},
                    {0, 158, 115, 255},
                    {204, 121, 167, 255},
                    {240, 228, 66, 255},
                    {86, 180, 233, 255},
                    {230, 159, 0, 255},
                    {190, 197, 205, 255}},
    [THEME_LIGHT] = {{184, 78, 0, 255},
                     {0, 122, 90, 255},
                     {160, 74, 122, 255},
                     {140, 124, 0, 255},
                     {0, 110, 172, 255},
                     {168, 108, 0, 255},
                     {96, 104, 112, 255}},
};

struct tint theme_tint(enum theme_name theme, enum theme_color color)
{
    return colors[theme][color];
}

struct tint theme_series(enum theme_name theme, int32_t index)
{
    return series[theme][(uint32_t)index % SERIES];
}
