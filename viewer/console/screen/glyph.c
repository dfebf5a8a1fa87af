/* glyph.c - see glyph.h. */
#include "viewer/console/screen/glyph.h"

#include <stdbool.h>
#include <stddef.h>

/* Letters and signs of U+00A0 .. U+017F. */
static const char latin[] = " !cL?Y|S\"Ca<!-R-o~23'uP.,1o>???"
                            "?AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
                            "aaaaaaaceeeeiiiidnooooo/ouuuuyty"
                            "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
                            "GgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
                            "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSs"
                            "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/* Others, in rising order: the last rule that begins at or below a glyph holds if it ends there. */
static const struct rule {
    uint32_t first, last;
    char ascii;
} rules[] = {
    {0x0394, 0x0394, 'D'},
    {0x03a3, 0x03a3, 'S'},
    {0x03b1, 0x03b1, 'a'},
    {0x03b2, 0x03b2, 'b'},
    {0x03bc, 0x03bc, 'u'},
    {0x03c3, 0x03c3, 's'},
    {0x2002, 0x200a, ' '},
    {0x2010, 0x2015, '-'},
    {0x2018, 0x2019, '\''},
    {0x201c, 0x201d, '"'},
    {0x2022, 0x2022, '*'},
    {0x2026, 0x2026, '~'},
    {0x202f, 0x202f, ' '},
    {0x2030, 0x2030, '%'},
    {0x2190, 0x2190, '<'},
    {0x2191, 0x2191, '^'},
    {0x2192, 0x2192, '>'},
    {0x2193, 0x2193, 'v'},
    {0x2212, 0x2212, '-'},
    {0x2219, 0x2219, '.'},
    {0x2248, 0x2248, '~'},
    {0x2264, 0x2264, '<'},
    {0x2265, 0x2265, '>'},
    {0x22c5, 0x22c5, '.'},
    {0x23ce, 0x23ce, '<'},
    {0x23f5, 0x23f5, '>'},
    {0x23f8, 0x23f8, '='},
    {0x23f9, 0x23f9, '#'},
    {0x2500, 0x2501, '-'},
    {0x2502, 0x2503, '|'},
    {0x2504, 0x2505, '-'},
    {0x2506, 0x2507, '|'},
    {0x2508, 0x2509, '-'},
    {0x250a, 0x250b, '|'},
    {0x250c, 0x254b, '+'},
    {0x254c, 0x254d, '-'},
    {0x254e, 0x254f, '|'},
    {0x2550, 0x2550, '='},
    {0x2551, 0x2551, '|'},
    {0x2552, 0x2570, '+'},
    {0x2571, 0x2571, '/'},
    {0x2572, 0x2572, '\\'},
    {0x2573, 0x2573, 'X'},
    {0x2574, 0x2574, '-'},
    {0x2575, 0x2575, '|'},
    {0x2576, 0x2576, '-'},
    {0x2577, 0x2577, '|'},
    {0x2578, 0x2578, '-'},
    {0x2579, 0x2579, '|'},
    {0x257a, 0x257a, '-'},
    {0x257b, 0x257b, '|'},
    {0x257c, 0x257c, '-'},
    {0x257d, 0x257d, '|'},
    {0x257e, 0x257e, '-'},
    {0x257f, 0x257f, '|'},
    /* Rising eighths of a block, as a plain sparkline has them; those from the left round. */
    {0x2580, 0x2580, '\''},
    {0x2581, 0x2581, '_'},
    {0x2582, 0x2582, '.'},
    {0x2583, 0x2583, ':'},
    {0x2584, 0x2584, '-'},
    {0x2585, 0x2585, '='},
    {0x2586, 0x2586, '+'},
    {0x2587, 0x2587, '*'},
    {0x2588, 0x258c, '#'},
    {0x258d, 0x258f, ' '},
    {0x2590, 0x2590, '#'},
    {0x2591, 0x2591, '.'},
    {0x2592, 0x2592, ':'},
    {0x2593, 0x2593, '%'},
    {0x2594, 0x2594, '\''},
    {0x2595, 0x2595, ' '},
    {0x2596, 0x2597, '.'},
    {0x2598, 0x2598, '\''},
    {0x2599, 0x259c, '#'},
    {0x259d, 0x259d, '\''},
    {0x259e, 0x259f, '#'},
    {0x25a0, 0x25a0, '#'},
    {0x25a1, 0x25a1, 'x'},
    {0x25aa, 0x25aa, '*'},
    {0x25ac, 0x25ac, '-'},
    {0x25b2, 0x25b4, '^'},
    {0x25b6, 0x25b8, '>'},
    {0x25ba, 0x25ba, '>'},
    {0x25bc, 0x25be, 'v'},
    {0x25c0, 0x25c2, '<'},
    {0x25c4, 0x25c4, '<'},
    {0x25c6, 0x25c6, '*'},
    {0x25c7, 0x25c7, 'x'},
    {0x25cb, 0x25cb, '+'},
    {0x25cc, 0x25cc, '.'},
    {0x25cf, 0x25cf, 'o'},
    {0x25e6, 0x25e6, '.'},
    {0x2605, 0x2606, '*'},
    {0x26a0, 0x26a0, '!'},
    {0x2713, 0x2714, 'v'},
    {0x2715, 0x2718, 'x'},
    {0x276f, 0x276f, '>'},
    {0x2800, 0x2800, ' '},
};

/* A braille character by where its dots are: bits 0, 1, 3 and 4 are the upper two rows. */
static char braille_ascii(uint32_t dots)
{
    const bool upper = dots & 0x1b, lower = dots & 0xe4;
    return upper && lower ? ':' : upper ? '\'' : '.';
}

char glyph_ascii(uint32_t glyph)
{
    if (glyph < 0x80)
        return (char)glyph;
    if (glyph >= 0xa0 && glyph < 0xa0 + sizeof latin - 1)
        return latin[glyph - 0xa0];
    if (glyph > 0x2800 && glyph < 0x2900)
        return braille_ascii(glyph - 0x2800);
    for (size_t k = 0; k < sizeof rules / sizeof *rules && rules[k].first <= glyph; k++)
        if (glyph <= rules[k].last)
            return rules[k].ascii;
    return '?';
}
