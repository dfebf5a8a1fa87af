/* type.c - see type.h. */
#include "viewer/render/type.h"

#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first of each that is there. */
static const char *const fonts[] = {
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
};
static const char emoji_font[] = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf";

enum {
    EMOJI_SIZE = 109, /* Noto's bitmaps have this size only */
    GLYPHS = 1024,
    PICTURES = 32,
    GAP = 1 /* texels between glyphs, so that none shines into another */
};

struct entry {
    uint32_t point;
    int size;
    struct glyph glyph;
};

/* Glyphs are set into an atlas in rows. */
struct shelf {
    GLuint texture;
    int side, x, y, height;
};

struct type {
    TTF_Font *font, *emoji; /* emoji NULL: there is none */
    int size;               /* that the font is set to */
    struct shelf letters, pictures;
    struct entry entry[GLYPHS]; /* open addressing by size and code point; size 0: free */
    int count;
    struct entry picture[PICTURES];
    int picture_count;
};

static void make_atlas(struct shelf *s, int side, GLint format, GLenum channels, bool smooth)
{
    uint8_t *empty = calloc((size_t)side * (size_t)side, 4);
    *s = (struct shelf){.side = side};
    glGenTextures(1, &s->texture);
    glBindTexture(GL_TEXTURE_2D, s->texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER,
                    smooth ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, smooth ? 5 : 0);
    glTexImage2D(GL_TEXTURE_2D, 0, format, side, side, 0, channels, GL_UNSIGNED_BYTE, empty);
    free(empty);
}

static int open_fonts(struct type *t, struct mien_error *e)
{
    for (size_t i = 0; !t->font && i < sizeof fonts / sizeof *fonts; i++)
        if (access(fonts[i], R_OK) == 0)
            t->font = TTF_OpenFont(fonts[i], 16);
    if (!t->font)
        return error_set(e, fonts[0], 0,
                         "no font to write with; install the Debian package fonts-dejavu-core");
    TTF_SetFontHinting(t->font, TTF_HINTING_LIGHT);
    if (access(emoji_font, R_OK) == 0)
        t->emoji = TTF_OpenFont(emoji_font, EMOJI_SIZE);
    return 0;
}

int type_open(struct type **out, struct mien_error *e)
{
    struct type *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t)
        return error_memory(e, "letters", sizeof *t);
    if (TTF_Init() != 0) {
        free(t);
        return error_set(e, "SDL2_ttf", 0, "does not start (%s)", TTF_GetError());
    }
    if (open_fonts(t, e) != 0) {
        type_close(t);
        return -1;
    }
    make_atlas(&t->letters, TYPE_SIDE, GL_R8, GL_RED, false);
    make_atlas(&t->pictures, EMOJI_SIDE, GL_RGBA8, GL_RGBA, true);
    *out = t;
    return 0;
}

void type_close(struct type *t)
{
    if (!t)
        return;
    glDeleteTextures(1, &t->letters.texture);
    glDeleteTextures(1, &t->pictures.texture);
    if (t->font)
        TTF_CloseFont(t->font);
    if (t->emoji)
        TTF_CloseFont(t->emoji);
    TTF_Quit();
    free(t);
}

static void set_size(struct type *t, int size)
{
    if (t->size != size)
        TTF_SetFontSize(t->font, size);
    t->size = size;
}

/* A free place of this size; false: the atlas is full. */
static bool find_place(struct shelf *s, struct glyph *g)
{
    if (s->x + g->width + GAP > s->side) {
        s->x = 0;
        s->y += s->height + GAP;
        s->height = 0;
    }
    if (g->width > s->side || s->y + g->height > s->side)
        return false;
    g->x = (int16_t)s->x;
    g->y = (int16_t)s->y;
    s->x += g->width + GAP;
    s->height = s->height > g->height ? s->height : g->height;
    return true;
}

/* Letters are white with a cover; that alone goes to the GPU. */
static bool upload_cover(struct shelf *s, const struct glyph *g, const SDL_Surface *surface)
{
    uint8_t *cover = malloc((size_t)g->width * (size_t)g->height + 1);
    if (!cover)
        return false;
    for (int y = 0; y < g->height; y++)
        for (int x = 0; x < g->width; x++)
            cover[y * g->width + x] =
                ((const uint8_t *)surface->pixels)[y * surface->pitch + 4 * x + 3];
    glBindTexture(GL_TEXTURE_2D, s->texture);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage2D(GL_TEXTURE_2D, 0, g->x, g->y, g->width, g->height, GL_RED, GL_UNSIGNED_BYTE,
                    cover);
    free(cover);
    return true;
}

static struct entry *find_entry(struct type *t, int size, uint32_t point)
{
    uint32_t i = (point * 2654435761u + (uint32_t)size * 40503u) % GLYPHS;
    while (t->entry[i].size && (t->entry[i].size != size || t->entry[i].point != point))
        i = (i + 1) % GLYPHS;
    return &t->entry[i];
}

static bool draw_letter(struct type *t, uint32_t point, struct glyph *g)
{
    int left = 0, advance = 0;
    SDL_Surface *surface =
        TTF_RenderGlyph32_Blended(t->font, point, (SDL_Color){255, 255, 255, 255});
    TTF_GlyphMetrics32(t->font, point, &left, NULL, NULL, NULL, &advance);
    *g = (struct glyph){.left = (float)(left < 0 ? left : 0), .advance = (float)advance};
    if (surface) {
        g->width = (int16_t)surface->w;
        g->height = (int16_t)surface->h;
    }
    const bool good =
        !surface || (find_place(&t->letters, g) && upload_cover(&t->letters, g, surface));
    SDL_FreeSurface(surface);
    return good;
}

const struct glyph *type_glyph(struct type *t, int size, uint32_t point)
{
    struct entry *found = find_entry(t, size, point);
    if (found->size)
        return &found->glyph;
    struct glyph glyph;
    set_size(t, size);
    if (t->count >= GLYPHS / 2 || !draw_letter(t, point, &glyph))
        return NULL;
    t->count++;
    *found = (struct entry){point, size, glyph};
    return &found->glyph;
}

void type_clear(struct type *t)
{
    memset(t->entry, 0, sizeof t->entry);
    t->count = 0;
    t->letters.x = t->letters.y = t->letters.height = 0;
}

const struct glyph *type_emoji(struct type *t, uint32_t point)
{
    for (int i = 0; i < t->picture_count; i++)
        if (t->picture[i].point == point)
            return &t->picture[i].glyph;
    if (!t->emoji || t->picture_count == PICTURES || !TTF_GlyphIsProvided32(t->emoji, point))
        return NULL;
    SDL_Surface *drawn =
        TTF_RenderGlyph32_Blended(t->emoji, point, (SDL_Color){255, 255, 255, 255});
    SDL_Surface *s = drawn ? SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_RGBA32, 0) : NULL;
    struct glyph g = {0};
    if (s) {
        g.width = (int16_t)s->w;
        g.height = (int16_t)s->h;
    }
    const bool good = s && find_place(&t->pictures, &g);
    if (good) {
        glBindTexture(GL_TEXTURE_2D, t->pictures.texture);
        glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, s->pitch / 4);
        glTexSubImage2D(GL_TEXTURE_2D, 0, g.x, g.y, g.width, g.height, GL_RGBA, GL_UNSIGNED_BYTE,
                        s->pixels);
        glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
        glGenerateMipmap(GL_TEXTURE_2D);
        t->picture[t->picture_count] = (struct entry){point, EMOJI_SIZE, g};
    }
    SDL_FreeSurface(s);
    SDL_FreeSurface(drawn);
    return good ? &t->picture[t->picture_count++].glyph : NULL;
}

float type_line(struct type *t, int size)
{
    set_size(t, size);
    return (float)TTF_FontLineSkip(t->font);
}

GLuint type_texture(const struct type *t)
{
    return t->letters.texture;
}

GLuint type_pictures(const struct type *t)
{
    return t->pictures.texture;
}
