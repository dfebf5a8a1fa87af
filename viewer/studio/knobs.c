/* knobs.c - see knobs.h. Expressions and actions come from the tables of runtime/expression; a way
 * to show an emotion is called by the emotion and its number among those of it: "happy-2". */
#include "viewer/studio/knobs.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/utf8.h"

#define AT(field) offsetof(struct wishes, field)

const char *const knob_panel_titles[PANEL_COUNT] = {"View", "Expressions", "Action units", "Mask"};

static const char *const emotion_names[MIEN_EMOTIONS] = {"angry", "disgust",  "fear",   "happy",
                                                         "sad",   "surprise", "neutral"};

/* clang-format off */
static const struct knob view_knobs[] = {
    {PANEL_VIEW, KNOB_CHOICE, "view", "Drawn as", "1 texture, 2 wire, 3 normals, 4 points, 5 rolled out", 'v',
     AT(view), drawing_view_names, DRAWING_VIEW_COUNT, 0, 0, 0},
    {PANEL_VIEW, KNOB_FLAG, "net", "Net", "The mesh's triangles over the texture", 'n', AT(net), NULL, 0, 0, 0, 0},
    {PANEL_VIEW, KNOB_FLAG, "light", "Light", "Shade the texture by its form", 'g', AT(light), NULL, 0, 0, 0, 0},
    {PANEL_VIEW, KNOB_NUMBER, "blend", "Fitted", "0 %: the canonical face, 100 %: the one fitted to the photo", 'b',
     AT(blend), NULL, 0, 0, 1, 0.05},
    {PANEL_VIEW, KNOB_CHOICE, "theme", "Theme", "Dark or light ground", 't', AT(theme), theme_names, THEME_COUNT, 0, 0, 0},
    {PANEL_VIEW, KNOB_NUMBER, "scale", "Size of letters", "and of lines", 0, AT(scale), NULL, 0, 0.6, 3, 0.1},
};

static const struct knob mask_knobs[] = {
    {PANEL_MASK, KNOB_TEXT, "name", "Name", "Enter: write another", 0, AT(name), NULL, KNOB_NAME_MAX, 0, 0, 0},
    {PANEL_MASK, KNOB_NUMBER, "brightness", "Brightness", "Darker or lighter", 0, AT(brightness), NULL, 0, -0.5, 0.5, 0.02},
    {PANEL_MASK, KNOB_NUMBER, "red", "Red", "From green to red", 0, AT(red), NULL, 0, -0.2, 0.2, 0.01},
    {PANEL_MASK, KNOB_NUMBER, "yellow", "Yellow", "From blue to yellow", 0, AT(yellow), NULL, 0, -0.2, 0.2, 0.01},
    {PANEL_MASK, KNOB_NUMBER, "color", "Colour", "From grey to twice as colourful", 0, AT(color), NULL, 0, 0, 2, 0.05},
    {PANEL_MASK, KNOB_NUMBER, "feather", "Soft border", "Its width, of the face's", 0, AT(feather), NULL, 0, 0, 0.25, 0.01},
    {PANEL_MASK, KNOB_NUMBER, "opacity", "Opacity", "How much of the live face it covers", 0, AT(opacity), NULL, 0, 0, 1, 0.05},
    {PANEL_MASK, KNOB_NUMBER, "tone", "Live colours", "How much it takes the live face's colours", 0, AT(tone), NULL, 0, 0, 1, 0.05},
    {PANEL_MASK, KNOB_FLAG, "eyes", "Open eyes", "The real eyes show through", 'e', AT(eyes), NULL, 0, 0, 0, 0},
    {PANEL_MASK, KNOB_FLAG, "mouth", "Open mouth", "The real mouth shows through", 'm', AT(mouth), NULL, 0, 0, 0, 0},
    {PANEL_MASK, KNOB_FLAG, "person", "A real person", "It is marked as such wherever it is worn", 'p', AT(person), NULL, 0, 0, 0, 0},
    {PANEL_MASK, KNOB_TEXT, "file", "File", "Enter: write another; s saves", 0, AT(file), NULL, KNOB_FILE_MAX, 0, 0, 0},
};
/* clang-format on */

enum {
    VIEW_KNOBS = sizeof view_knobs / sizeof *view_knobs,
    MASK_KNOBS = sizeof mask_knobs / sizeof *mask_knobs,
    SHOWN_EXPRESSIONS = MIEN_EXPRESSIONS - 2, /* the last two are neutral */
};

int knob_count(void)
{
    return VIEW_KNOBS + SHOWN_EXPRESSIONS + MIEN_ACTION_COUNT + MASK_KNOBS;
}

static struct knob expression_knob(int index)
{
    const struct mien_expression *x = &mien_expressions[index];
    struct knob k = {.panel = PANEL_EXPRESSIONS,
                     .kind = KNOB_NUMBER,
                     .offset = AT(expression) + (size_t)index * sizeof(double),
                     .high = 1,
                     .step = 0.05};
    int way = 1;
    while (way <= index && mien_expressions[index - way].emotion == x->emotion)
        way++;
    snprintf(k.key, sizeof k.key, "%s-%d", emotion_names[x->emotion], way);
    snprintf(k.title, sizeof k.title, "%s %d", emotion_names[x->emotion], way);
    size_t used = (size_t)snprintf(k.help, sizeof k.help, "Action units");
    for (int i = 0; i < MIEN_EXPRESSION_ACTIONS && x->parts[i].intensity > 0.0f; i++)
        used += (size_t)snprintf(k.help + used, sizeof k.help - used, "%s %d", i ? " +" : "",
                                 mien_action_names[x->parts[i].action].number);
    return k;
}

static struct knob action_knob(int index)
{
    struct knob k = {.panel = PANEL_ACTIONS,
                     .kind = KNOB_NUMBER,
                     .offset = AT(action) + (size_t)index * sizeof(double),
                     .high = 1,
                     .step = 0.05};
    snprintf(k.key, sizeof k.key, "au%d", mien_action_names[index].number);
    snprintf(k.title, sizeof k.title, "%d %s", mien_action_names[index].number,
             mien_action_names[index].name);
    return k;
}

struct knob knob_at(int index)
{
    if (index < VIEW_KNOBS)
        return view_knobs[index];
    index -= VIEW_KNOBS;
    if (index < SHOWN_EXPRESSIONS)
        return expression_knob(index);
    index -= SHOWN_EXPRESSIONS;
    return index < MIEN_ACTION_COUNT ? action_knob(index) : mask_knobs[index - MIEN_ACTION_COUNT];
}

struct wishes knobs_defaults(void)
{
    return (struct wishes){.light = true, .scale = 1, .color = 1, .opacity = 1};
}

void knobs_take_mask(struct wishes *w, const struct mask *m)
{
    w->brightness = w->red = w->yellow = 0;
    w->color = 1;
    w->tone = (double)m->look.tone;
    w->feather = (double)m->look.feather;
    w->opacity = (double)m->look.opacity;
    w->eyes = m->look.eyes;
    w->mouth = m->look.mouth;
    w->person = m->person;
    snprintf(w->name, sizeof w->name, "%s", m->name);
}

/* --- one knob ------------------------------------------------------------------------------- */

static void *field(const struct knob *k, struct wishes *w)
{
    return (char *)w + k->offset;
}

static const void *field_of(const struct knob *k, const struct wishes *w)
{
    return (const char *)w + k->offset;
}

/* At a step, within the limits. */
static void set_number(const struct knob *k, struct wishes *w, double value)
{
    const double steps = round((value - k->low) / k->step);
    *(double *)field(k, w) = fmin(fmax(k->low + steps * k->step, k->low), k->high);
}

void knob_step(const struct knob *k, struct wishes *w, int by)
{
    if (k->kind == KNOB_FLAG) {
        bool *flag = field(k, w);
        *flag = !*flag;
    } else if (k->kind == KNOB_CHOICE) {
        int *choice = field(k, w);
        *choice = ((*choice + by) % k->count + k->count) % k->count;
    } else if (k->kind == KNOB_NUMBER) {
        set_number(k, w, *(double *)field(k, w) + by * k->step);
    }
}

/* Whole characters of a text's end. */
static void show_end(const char *text, char *out, size_t size)
{
    static const char ellipsis[] = "\u2026";
    const bool cut = strlen(text) >= size;
    const char *from = cut ? text + strlen(text) + sizeof ellipsis - size : text;
    while (utf8_continues(*from))
        from++;
    snprintf(out, size, "%s%s", cut ? ellipsis : "", from);
}

void knob_show(const struct knob *k, const struct wishes *w, char *out, size_t size)
{
    const void *at = field_of(k, w);
    if (k->kind == KNOB_FLAG)
        snprintf(out, size, "%s", *(const bool *)at ? "on" : "off");
    else if (k->kind == KNOB_CHOICE)
        snprintf(out, size, "%s", k->names[*(const int *)at]);
    else if (k->kind == KNOB_NUMBER)
        snprintf(out, size, "%.0f %%", 100.0 * *(const double *)at);
    else
        show_end(at, out, size);
}

bool knob_same(const struct knob *k, const struct wishes *a, const struct wishes *b)
{
    const void *x = field_of(k, a), *y = field_of(k, b);
    if (k->kind == KNOB_FLAG)
        return *(const bool *)x == *(const bool *)y;
    if (k->kind == KNOB_CHOICE)
        return *(const int *)x == *(const int *)y;
    if (k->kind == KNOB_NUMBER)
        return *(const double *)x == *(const double *)y;
    return strcmp(x, y) == 0;
}

float knob_share(const struct knob *k, const struct wishes *w)
{
    return (float)((*(const double *)field_of(k, w) - k->low) / (k->high - k->low));
}

void knob_place(const struct knob *k, struct wishes *w, float share)
{
    set_number(k, w, k->low + (double)share * (k->high - k->low));
}

/* --- by text -------------------------------------------------------------------------------- */

static bool find(const char *key, size_t length, struct knob *k)
{
    for (int i = 0; i < knob_count(); i++) {
        *k = knob_at(i);
        if (strlen(k->key) == length && memcmp(k->key, key, length) == 0)
            return true;
    }
    return false;
}

static bool read_number(const char *text, double low, double high, double *out)
{
    char *end;
    *out = strtod(text, &end);
    return end != text && !*end && *out >= low && *out <= high;
}

static int set_text(const struct knob *k, struct wishes *w, const char *text)
{
    double number;
    if (k->kind == KNOB_TEXT) {
        if (!*text || strlen(text) >= (size_t)k->count)
            return -1;
        memcpy(field(k, w), text, strlen(text) + 1);
        return 0;
    }
    if (k->kind == KNOB_NUMBER) {
        if (!read_number(text, k->low, k->high, &number))
            return -1;
        *(double *)field(k, w) = number;
        return 0;
    }
    if (k->kind == KNOB_FLAG) {
        const bool on = strcmp(text, "on") == 0;
        *(bool *)field(k, w) = on;
        return on || strcmp(text, "off") == 0 ? 0 : -1;
    }
    for (int i = 0; i < k->count; i++)
        if (strcmp(text, k->names[i]) == 0) {
            *(int *)field(k, w) = i;
            return 0;
        }
    return -1;
}

/* "a number from 0 to 1", "texture, wire or ...": out [size]. */
static void describe(const struct knob *k, char *out, size_t size)
{
    size_t used = 0;
    if (k->kind == KNOB_NUMBER)
        snprintf(out, size, "a number from %g to %g", k->low, k->high);
    else if (k->kind == KNOB_FLAG)
        snprintf(out, size, "on or off");
    else if (k->kind == KNOB_TEXT)
        snprintf(out, size, "1 to %d bytes of text", k->count - 1);
    for (int i = 0; k->kind == KNOB_CHOICE && i < k->count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", k->names[i]);
}

int knobs_set(struct wishes *w, const char *setting, struct mien_error *e)
{
    const char *equals = strchr(setting, '=');
    struct knob k;
    char wanted[160];
    if (!equals)
        return error_usage(e, "--set: not KEY=VALUE ('%.60s')", setting);
    if (!find(setting, (size_t)(equals - setting), &k))
        return error_usage(
            e,
            "--set: no such key ('%.*s'); keys are view, net, light, blend, theme, "
            "scale, name, brightness, red, yellow, color, feather, opacity, tone, eyes, "
            "mouth, person, and those of --expression",
            (int)(equals - setting < 40 ? equals - setting : 40), setting);
    if (set_text(&k, w, equals + 1) == 0)
        return 0;
    describe(&k, wanted, sizeof wanted);
    return error_usage(e, "--set %s: not a value ('%.60s'); give %s", k.key, equals + 1, wanted);
}

/* The most usual way to show an emotion of this name. */
static bool find_emotion(const char *name, size_t length, struct knob *k)
{
    int best = -1;
    for (int i = 0; i < SHOWN_EXPRESSIONS; i++) {
        const char *emotion = emotion_names[mien_expressions[i].emotion];
        if (strlen(emotion) == length && memcmp(emotion, name, length) == 0 &&
            (best < 0 || mien_expressions[i].weight > mien_expressions[best].weight))
            best = i;
    }
    if (best >= 0)
        *k = expression_knob(best);
    return best >= 0;
}

int knobs_express(struct wishes *w, const char *expression, struct mien_error *e)
{
    const size_t length = strcspn(expression, ":");
    struct knob k;
    double intensity = 1;
    const bool known = find_emotion(expression, length, &k) ||
                       (find(expression, length, &k) &&
                        (k.panel == PANEL_EXPRESSIONS || k.panel == PANEL_ACTIONS));
    if (!known)
        return error_usage(e,
                           "--expression: none of that name ('%.40s'); give angry, disgust, fear, "
                           "happy, sad, surprise, one of their ways such as happy-2, or an action "
                           "unit such as au12",
                           expression);
    if (expression[length] && !read_number(expression + length + 1, 0, 1, &intensity))
        return error_usage(e, "--expression: not an intensity from 0 to 1 ('%.40s')", expression);
    *(double *)field(&k, w) = intensity;
    return 0;
}

/* --- what they mean ------------------------------------------------------------------------- */

struct mien_actions knobs_actions(const struct wishes *w)
{
    struct mien_actions a = {{{0}}};
    for (int i = 0; i < MIEN_ACTION_COUNT; i++)
        a.at[i][MIEN_RIGHT] = a.at[i][MIEN_LEFT] = (float)w->action[i];
    for (int i = 0; i < SHOWN_EXPRESSIONS; i++)
        if (w->expression[i] > 0)
            mien_expression_add(&mien_expressions[i], (float)w->expression[i], &a);
    return a;
}

struct retint knobs_retint(const struct wishes *w)
{
    return (struct retint){.brightness = (float)w->brightness,
                           .red = (float)w->red,
                           .yellow = (float)w->yellow,
                           .color = (float)w->color};
}

struct mask_look knobs_look(const struct wishes *w)
{
    return (struct mask_look){.tone = (float)w->tone,
                              .feather = (float)w->feather,
                              .opacity = (float)w->opacity,
                              .eyes = w->eyes,
                              .mouth = w->mouth};
}
