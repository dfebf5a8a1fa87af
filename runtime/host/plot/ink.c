/* ink.c - see ink.h. */
#include "runtime/host/plot/ink.h"

#define X(symbol, name) name,
const char *const sheet_theme_names[SHEET_THEME_COUNT] = {SHEET_THEMES(X)};
#undef X

unsigned sheet_color(enum sheet_theme theme, enum sheet_ink ink)
{
    /* On white without yellow, on near black without blue and black. Heats are even steps in
     * CIELAB. */
    static const unsigned colors[][INK_COUNT] = {
        [SHEET_LIGHT] = {0xffffff, 0x1f2328, 0x656d76, 0x8c959f, 0xe4e8ec, 0x0072b2, 0xd55e00,
                         0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000, 0xf3f7fb, 0xd3d9e6,
                         0xb4bcd1, 0x95a0bd, 0x7685a9, 0x576b95, 0x375281, 0x083a6e},
        [SHEET_DARK] = {0x14181d, 0xe6edf3, 0x9ca5af, 0x6e7781, 0x2a3038, 0x56b4e9, 0xd55e00,
                        0x009e73, 0xcc79a7, 0xe69f00, 0xf0e442, 0xffffff, 0x1a222c, 0x2e3a46,
                        0x445361, 0x5b6d7d, 0x72899b, 0x8ba6ba, 0xa5c4da, 0xbfe3fb},
    };
    return colors[theme == SHEET_DARK ? SHEET_DARK : SHEET_LIGHT][ink];
}
