/* proof.c - see proof.h. */
#include "trainer/export/proof.h"

#include <math.h>

#include "trainer/export/answers.h"
#include "trainer/export/layout.h"

bool proof_has_convolutions(const struct model *m)
{
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const enum mien_operator op = m->graph.nodes[i].op;
        if (op == MIEN_CONV || op == MIEN_DEPTHWISE || op == MIEN_SEPARABLE)
            return true;
    }
    return false;
}

struct proof_limits proof_limits_of(const struct model *m)
{
    return proof_has_convolutions(m) ? (struct proof_limits){1e-4f, 1e-4f}
                                     : (struct proof_limits){1e-5f, 0.0f};
}

/* The numbers of one output in every answer, and what differences are shares of. */
struct part {
    size_t start, size, width; /* of the answer */
    double scale;
};

static double largest_magnitude(const struct part *part, const float *answers, uint32_t rows)
{
    double largest = 0.0;
    for (uint32_t r = 0; r < rows; r++)
        for (size_t i = 0; i < part->size; i++)
            largest = fmax(largest, fabs((double)answers[r * part->width + part->start + i]));
    return largest;
}

/* Of one row: infinity where a number is none. */
static double difference(const struct part *part, const float *given, const float *expected)
{
    double largest = 0.0;
    for (size_t i = part->start; i < part->start + part->size; i++) {
        const double d = fabs((double)given[i] - (double)expected[i]) / part->scale;
        largest = d <= largest ? largest : isnan(d) ? (double)INFINITY : d;
    }
    return largest;
}

static bool likeliest_differs(const float *given, const float *expected, uint32_t classes,
                              float tie)
{
    const int32_t g = mien_argmax(given, (int32_t)classes);
    const int32_t x = mien_argmax(expected, (int32_t)classes);
    return g != x && !(expected[x] - expected[g] < tie);
}

static int make_parts(struct part parts[MIEN_OUTPUTS_MAX], const struct model *m,
                      const float *expected, uint32_t rows)
{
    size_t start = 0;
    for (int32_t i = 0; i < m->graph.output_count; i++) {
        struct part *part = &parts[i];
        *part = (struct part){start, layout_output(m, i), answers_width(m), 1.0};
        const double magnitude = largest_magnitude(part, expected, rows);
        if (m->classes == 0 && magnitude > 0.0)
            part->scale = magnitude;
        start += part->size;
    }
    return m->graph.output_count;
}

void proof_compare(struct proof *p, const struct model *m, const struct proof_limits *limits,
                   const float *given, const float *expected)
{
    struct part parts[MIEN_OUTPUTS_MAX];
    const int count = make_parts(parts, m, expected, p->rows);
    const size_t width = answers_width(m);
    p->first = p->rows;
    for (uint32_t r = 0; r < p->rows; r++) {
        const float *g = given + r * width, *x = expected + r * width;
        const bool differ = m->classes > 0 && likeliest_differs(g, x, m->classes, limits->tie);
        double largest = 0.0;
        for (int i = 0; i < count; i++)
            largest = fmax(largest, difference(&parts[i], g, x));
        p->argmax_differ += differ;
        if (largest > p->largest) {
            p->largest = largest;
            p->worst = r;
        }
        if ((differ || largest > (double)limits->tolerance) && p->first == p->rows)
            p->first = r;
    }
}

bool proof_holds(const struct proof *p)
{
    return p->first == p->rows;
}
