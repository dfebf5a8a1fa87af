/* list_order.c - see list_order.h. */
#include "viewer/console/screen/list_order.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct table_cell *list_cell(const struct table *t, int row, int column)
{
    static char nothing[] = "";
    static const struct table_cell empty = {.text = nothing, .value = NAN, .numeric = true};
    const size_t k = (size_t)row * t->column_count + (size_t)column;
    return k < t->count ? &t->cells[k] : &empty;
}

/* ---- natural order ---- */

/* Compare numbers of any length, and move behind them. */
static int compare_digits(const char **a, const char **b)
{
    *a += strspn(*a, "0");
    *b += strspn(*b, "0");
    const size_t n = strspn(*a, "0123456789"), m = strspn(*b, "0123456789");
    const int order = n != m ? (n < m ? -1 : 1) : strncmp(*a, *b, n);
    *a += n;
    *b += m;
    return order;
}

/* Digits are compared as the numbers they are, letters without their case; what is still equal by
 * its bytes. */
static int compare_naturally(const char *left, const char *right)
{
    const char *a = left, *b = right;
    while (*a && *b) {
        const unsigned char x = (unsigned char)*a, y = (unsigned char)*b;
        int order;
        if (isdigit(x) && isdigit(y)) {
            order = compare_digits(&a, &b);
        } else {
            order = tolower(x) - tolower(y);
            a++;
            b++;
        }
        if (order != 0)
            return order;
    }
    return *a ? 1 : *b ? -1 : strcmp(left, right);
}

/* ---- cells ---- */

/* Numbers come before texts, these before what is empty. */
enum rank { RANK_NUMBER, RANK_TEXT, RANK_EMPTY };

static enum rank rank_of(const struct table_cell *c)
{
    if (c->numeric)
        return isnan(c->value) ? RANK_EMPTY : RANK_NUMBER;
    return *c->text ? RANK_TEXT : RANK_EMPTY;
}

struct sorting {
    const struct table *table;
    int column; /* -1: by their place in the table */
    bool descending;
};

static int compare_cells(const struct sorting *s, int left, int right)
{
    const struct table_cell *a = list_cell(s->table, left, s->column),
                            *b = list_cell(s->table, right, s->column);
    const enum rank rank = rank_of(a);
    if (rank != rank_of(b))
        return rank < rank_of(b) ? -1 : 1; /* either way round */
    int order = 0;
    if (rank == RANK_NUMBER)
        order = (a->value > b->value) - (a->value < b->value);
    else if (rank == RANK_TEXT)
        order = compare_naturally(a->text, b->text);
    return s->descending ? -order : order;
}

static int compare_rows(const void *left, const void *right, void *context)
{
    const struct sorting *s = context;
    const int a = *(const int *)left, b = *(const int *)right;
    const int place = a < b ? -1 : a > b;
    if (s->column < 0)
        return s->descending ? -place : place;
    const int order = compare_cells(s, a, b);
    return order != 0 ? order : place;
}

/* ---- the list ---- */

static bool resize(struct list *l, int rows)
{
    if (rows == l->rows && l->order)
        return true;
    int *order = reallocarray(l->order, (size_t)rows + 1, sizeof *order);
    l->rows = order ? rows : 0;
    l->order = order ? order : l->order;
    return order;
}

void list_order(struct list *l, const struct table *t)
{
    l->columns = t->column_count < LIST_COLUMNS_MAX ? (int)t->column_count : LIST_COLUMNS_MAX;
    l->sort = l->sort < l->columns ? l->sort : -1;
    const int rows =
        t->column_count ? (int)((t->count + t->column_count - 1) / t->column_count) : 0;
    if (!resize(l, rows))
        return;
    struct sorting sorting = {t, l->sort, l->descending};
    for (int k = 0; k < rows; k++)
        l->order[k] = k;
    qsort_r(l->order, (size_t)rows, sizeof *l->order, compare_rows, &sorting);
}
