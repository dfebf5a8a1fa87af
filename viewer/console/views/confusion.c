/* confusion.c - the view of confusions: which class is taken for which, of the run under the
 * cursor; what can be done in it.
 *
 * Files beside it: confusion_measure.c (the numbers), confusion_cell.c (what is shown),
 * confusion_draw.c and confusion_sides.c (the screen), confusion_export.c (table and figure). */
#include <stdlib.h>

#include "viewer/console/views/confusion_state.h"

static void close_view(void *state)
{
    free(((struct confusion_state *)state)->columns);
}

static bool act_counts(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct confusion_state *s = state;
    (void)m, (void)argument, (void)key;
    s->counts = !s->counts;
    return true;
}

static bool act_run(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    struct journal *runs[SHELF_RUNS_MAX];
    (void)argument;
    if (!confusion_choose(s, m, &c))
        return false;
    if (c.of < 2) {
        model_complain(m, "one run alone is chosen; pin others in the overview to switch to them");
        return false;
    }
    confusion_runs(m, runs);
    s->run = runs[(c.place + (key == '[' ? c.of - 1 : 1)) % c.of];
    return true;
}

static bool act_difference(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    (void)argument, (void)key;
    if (!s->difference && confusion_choose(s, m, &c) && !confusion_base(m, c.run)) {
        model_complain(m, "there is nothing to compare with; pin another run of the same classes");
        return false;
    }
    s->difference = !s->difference;
    return true;
}

static bool act_worst(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    struct confusion_mistake worst;
    (void)argument, (void)key;
    if (!confusion_choose(s, m, &c) || confusion_mistakes(c.matrix, &worst, 1) == 0)
        return false;
    s->cursor = true;
    s->row = (int)worst.label;
    s->column = (int)worst.prediction;
    return true;
}

/* ---- the cursor ---- */

static bool move_cursor(struct confusion_state *s, int rows, int columns)
{
    if (s->grid.rows == 0)
        return false;
    if (s->cursor) { /* the drawing keeps it within the matrix */
        s->row += rows;
        s->column += columns;
    } else {
        s->row = s->grid.first_row;
        s->column = s->grid.first_column;
    }
    s->row = s->row < 0 ? 0 : s->row;
    s->column = s->column < 0 ? 0 : s->column;
    s->cursor = true;
    return true;
}

static bool act_move(void *state, struct model *m, const char *argument, uint32_t key)
{
    static const struct {
        uint32_t key, letter;
        int rows, columns;
    } moves[] = {{KEY_CODE_UP, 'k', -1, 0},
                 {KEY_CODE_DOWN, 'j', 1, 0},
                 {KEY_CODE_LEFT, 'h', 0, -1},
                 {KEY_CODE_RIGHT, 'l', 0, 1}};
    (void)m, (void)argument;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].key == key || moves[i].letter == key)
            return move_cursor(state, moves[i].rows, moves[i].columns);
    return false;
}

static bool mouse(struct confusion_state *s, const struct input *in)
{
    const struct confusion_grid *g = &s->grid;
    const int wheel = in->mouse == MOUSE_WHEEL_UP ? -1 : in->mouse == MOUSE_WHEEL_DOWN ? 1 : 0;
    if (wheel != 0)
        return move_cursor(s, wheel, 0);
    if (in->mouse != MOUSE_PRESS && in->mouse != MOUSE_DRAG)
        return false;
    if (in->x < g->x || in->x >= g->x + g->columns * g->cell_width || in->y < g->y ||
        in->y >= g->y + g->rows * g->cell_height)
        return false;
    s->cursor = true;
    s->row = g->first_row + (in->y - g->y) / g->cell_height;
    s->column = g->first_column + (in->x - g->x) / g->cell_width;
    return true;
}

static bool input(void *state, struct model *m, const struct input *in)
{
    struct confusion_state *s = state;
    (void)m;
    if (in->kind == INPUT_MOUSE)
        return mouse(s, in);
    if (in->kind == INPUT_KEY && in->key == KEY_CODE_ESCAPE && s->cursor) {
        s->cursor = false;
        return true;
    }
    return false;
}

static const struct view_action actions[] = {
    {"counts", "n", NULL, "rows, or the share of the label that they are", act_counts},
    {"run", "][", NULL, "the next of the runs chosen, or the one before", act_run},
    {"difference", "d", NULL, "what is other than in the first pinned run", act_difference},
    {"worst", "w", NULL, "the cursor to the most frequent mistake", act_worst},
    {"move", "<Right>l<Left>h<Down>j<Up>k", NULL, "the cursor that reads a cell; Esc takes it away",
     act_move},
};

const struct view view_confusion = {
    .name = "confusion",
    .title = "Confusion",
    .about = "Which class is taken for which: the newest confusion matrix of the run chosen.",
    .state_size = sizeof(struct confusion_state),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .close = close_view,
    .draw = confusion_draw,
    .input = input,
    .table = confusion_table,
    .figure = confusion_figure,
};
