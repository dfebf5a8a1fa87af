/* confusion_cell.c - which matrix is shown, and what one cell of it says: as a number, a text, a
 * shade, a sentence. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/measure.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/confusion_state.h"
#include "viewer/console/views/summary.h"

int confusion_runs(const struct model *m, struct journal **out)
{
    struct journal *chosen[SHELF_RUNS_MAX];
    const int count = model_chosen(m, chosen);
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (chosen[i]->confusion.count && chosen[i]->confusion.classes <= JOURNAL_CLASSES_MAX)
            out[kept++] = chosen[i];
    return kept;
}

const struct journal *confusion_base(const struct model *m, const struct journal *run)
{
    for (int i = 0; run && i < m->pinned_count; i++)
        if (m->pinned[i] != run && m->pinned[i]->confusion.count &&
            m->pinned[i]->confusion.classes == run->confusion.classes)
            return m->pinned[i];
    return NULL;
}

bool confusion_choose(struct confusion_state *s, const struct model *m,
                      struct confusion_subject *out)
{
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = confusion_runs(m, runs);
    if (s->selected != m->selected) { /* another view chose: that counts more */
        s->selected = m->selected;
        s->run = m->selected;
    }
    *out = (struct confusion_subject){.of = count};
    if (count == 0)
        return false;
    for (int i = count - 1; i >= 0; i--)
        if (runs[i] == s->run || i == count - 1)
            out->place = i;
    out->run = runs[out->place];
    out->matrix = &out->run->confusion;
    out->base = s->difference ? confusion_base(m, out->run) : NULL;
    confusion_measure(out->matrix, &out->measures);
    if (out->base)
        confusion_measure(&out->base->confusion, &out->base_measures);
    return true;
}

static double value_of(const struct confusion_state *s, const struct journal_confusion *c,
                       const struct confusion_measures *m, int row, int column)
{
    const double count = c->count[(uint32_t)row * c->classes + (uint32_t)column];
    if (s->counts)
        return count;
    return m->of[row].support > 0 ? count / (double)m->of[row].support : NAN;
}

double confusion_cell(const struct confusion_state *s, const struct confusion_subject *c, int row,
                      int column)
{
    const double value = value_of(s, c->matrix, &c->measures, row, column);
    if (!c->base)
        return value;
    return value - value_of(s, &c->base->confusion, &c->base_measures, row, column);
}

const char *confusion_cell_text(const struct confusion_state *s, const struct confusion_subject *c,
                                int row, int column, bool unicode, char out[16])
{
    const double value = confusion_cell(s, c, row, column) * (s->counts ? 1 : 100);
    const char *none = unicode ? "·" : ".";
    if (isnan(value) || value == 0)
        snprintf(out, 16, "%s", none);
    else if (fabs(value) < 0.5)
        snprintf(out, 16, "0");
    else if (fabs(value) >= 99999.5)
        snprintf(out, 16, c->base ? "%+.0fk" : "%.0fk", value / 1000);
    else
        snprintf(out, 16, c->base ? "%+.0f" : "%.0f", value);
    return out;
}

/* Shades follow the share of the label, whatever is written, so that rare classes are seen too; by
 * its root, since mistakes of 5 and of 20 percent are to be told apart. */
int confusion_shade(double share, int shades)
{
    return isnan(share) ? 0 : (int)floor(sqrt(fmin(fabs(share), 1)) * (shades - 1) + 0.5);
}

enum cell_role confusion_cell_role(const struct confusion_state *s,
                                   const struct confusion_subject *c, int row, int column)
{
    const struct confusion_state by_share = {.counts = false};
    const double share = confusion_cell(&by_share, c, row, column);
    (void)s;
    if (c->base && (isnan(share) || fabs(share) < 0.005))
        return ROLE_FAINT;
    if (c->base)
        return (share > 0) == (row == column) ? ROLE_GOOD : ROLE_BAD;
    return (enum cell_role)(ROLE_HEAT + confusion_shade(share, ROLE_HEATS));
}

/* Bytes that the names of all classes begin with. */
static size_t common_start(const struct journal *j)
{
    char first[JOURNAL_NAME_MAX], name[JOURNAL_NAME_MAX];
    summary_class(j, 0, first, sizeof first);
    size_t common = strlen(first);
    for (uint32_t k = 1; k < j->confusion.classes; k++) {
        summary_class(j, (int)k, name, sizeof name);
        size_t same = 0;
        while (same < common && first[same] == name[same])
            same++;
        common = same;
    }
    while (common > 0 && utf8_continues(first[common])) /* within a character */
        common--;
    return j->confusion.classes > 1 ? common : 0;
}

const char *confusion_when(const struct journal *run, char *out, size_t size)
{
    if (isnan(run->confusion.x))
        snprintf(out, size, "at the end");
    else
        snprintf(out, size, "%s %g", run->unit[0] ? run->unit : "line", run->confusion.x);
    return out;
}

const char *confusion_name(const struct journal *run, int class, int width, char *out, size_t size)
{
    summary_class(run, class, out, size);
    const size_t common = utf8_text_width(out) > width ? common_start(run) : 0;
    if (common > 0 && out[common])
        memmove(out, out + common, strlen(out + common) + 1);
    return out;
}

const char *confusion_sentence(const struct confusion_subject *c, int row, int column, char *out,
                               size_t size)
{
    const struct journal_confusion *k = c->matrix;
    const uint32_t count = k->count[(uint32_t)row * k->classes + (uint32_t)column];
    const double support = (double)c->measures.of[row].support;
    char label[JOURNAL_NAME_MAX], taken[JOURNAL_NAME_MAX], share[32];
    summary_class(c->run, row, label, sizeof label);
    summary_class(c->run, column, taken, sizeof taken);
    measure_text(MEASURE_SHARE, support > 0 ? count / support : NAN, share, sizeof share);
    if (row == column)
        snprintf(out, size, "%s recognised: %s, %u of %.0f", label, share, count, support);
    else
        snprintf(out, size, "%s taken for %s: %s, %u of %.0f", label, taken, share, count, support);
    return out;
}
