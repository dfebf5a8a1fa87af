/* test_storm.c - the whole console under whatever may happen: keys, clicks and pastes at random,
 * while the files it shows are appended to, cut, rotated and removed; and files full of faults,
 * in every view. Nothing is expected but that it lives; a build with sanitizers tells more.
 *
 * How much of it: MIEN_STORM inputs, MIEN_MUTATIONS files, both from MIEN_SEED. */
#include "tests/console/app.h"

#include "runtime/host/rng.h"
#include "tests/console/trouble.h"
#include "viewer/console/app/snapshot.h"

enum { STORM = 5000, MUTATIONS = 60 };

static long asked(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text && *text ? atol(text) : otherwise;
}

/* What a person who leans on the keyboard may do. */
static struct input random_input(struct rng *rng, const struct app *a)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ"
                                  "  ::/?<>+-=_[]{}()|\\.,;'\"!@#$%^&*~`";
    const uint32_t kind = rng_below(rng, 20);
    if (kind == 0)
        return (struct input){.kind = INPUT_RESIZE};
    if (kind < 5)
        return (struct input){.kind = INPUT_MOUSE,
                              .mouse = rng_below(rng, MOUSE_WHEEL_DOWN + 1),
                              .x = (int)rng_below(rng, (uint32_t)a->cells.width + 2) - 1,
                              .y = (int)rng_below(rng, (uint32_t)a->cells.height + 2) - 1};
    uint32_t key = (unsigned char)letters[rng_below(rng, sizeof letters - 1)];
    if (kind < 10)
        key = KEY_CODE_FIRST + 1 + rng_below(rng, KEY_CODE_F1 - KEY_CODE_FIRST + 12);
    else if (kind == 10)
        key = rng_below(rng, 0x110000 + 64);
    else if (kind == 11)
        key = 1 + rng_below(rng, 31);
    return (struct input){.kind = INPUT_KEY, .key = key, .pasted = kind == 12};
}

/* Lines that would write files somewhere or look through folders of this machine are left alone. */
static bool is_harmless(const struct console *c, const struct input *in)
{
    const char *text = c->prompt.text + strspn(c->prompt.text, " :");
    const bool enters = in->kind == INPUT_KEY && in->key == KEY_CODE_ENTER && c->prompt.open;
    return !enters || c->prompt.sign != ':' || (text[0] != 'e' && text[0] != 'o');
}

static void no_storm_of_keys_clicks_and_changing_files_brings_it_down(void **state)
{
    struct app *a = *state;
    const long count = asked("MIEN_STORM", STORM);
    struct rng rng = rng_seed((uint64_t)asked("MIEN_SEED", 5));
    for (long i = 0; i < count; i++) {
        const struct input in = random_input(&rng, a);
        if (rng_below(&rng, 100) == 0)
            trouble(&rng);
        if (!is_harmless(&a->c, &in))
            continue;
        console_input(&a->c, &in);
        a->c.quit = false;
        if (in.kind == INPUT_RESIZE)
            assert_true(cells_resize(&a->cells, 1 + (int)rng_below(&rng, 200),
                                     1 + (int)rng_below(&rng, 60)));
        if (rng_below(&rng, 4) == 0)
            console_draw(&a->c, &a->cells);
        if (rng_below(&rng, 64) == 0)
            console_poll(&a->c, NOW + (double)i, .001);
    }
}

/* Every view of what is on the shelf, as grids of two sizes and as tables and figures. */
static void look_at_everything(struct app *a, FILE *nowhere)
{
    static const int sizes[][2] = {{80, 24}, {170, 50}};
    struct mien_error e;
    for (int v = 0; v < VIEW_COUNT; v++) {
        console_show(&a->c, v);
        for (int s = 0; s < 2; s++)
            assert_int_equal(
                snapshot_print(&a->c, sizes[s][0], sizes[s][1], DEPTH_256, nowhere, &e), 0);
        assert_int_equal(snapshot_json(&a->c, nowhere, &e), 0);
        if (views[v]->figure)
            views[v]->figure(a->c.state[v], &a->c.model, "figure.svg", &e);
    }
}

static void files_full_of_faults_are_shown_in_every_view(void **state)
{
    struct app *a = *state;
    struct mien_error e;
    const long count = asked("MIEN_MUTATIONS", MUTATIONS);
    struct rng rng = rng_seed((uint64_t)asked("MIEN_SEED", 5));
    const struct console_options o = {
        .paths = (const char *const[]){"runs"}, .path_count = 1, .unicode = true};
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    for (long i = 0; i < count; i++) {
        console_close(&a->c, NULL);
        fixture_remove("runs");
        assert_int_equal(mkdir("runs", 0755), 0);
        fixture_runs("runs");
        trouble_spoil(rng_below(&rng, 2) ? "runs/alpha/metrics.jsonl" : "runs/beta/metrics.jsonl",
                      &rng);
        trouble_spoil("runs/delta/metrics.jsonl", &rng);
        assert_int_equal(console_open(&a->c, &o, &e), 0);
        snapshot_read(&a->c, NOW);
        model_pin(&a->c.model, a->c.model.shelf.runs[0], true);
        model_select_next(&a->c.model, 1);
        look_at_everything(a, nowhere);
    }
    fclose(nowhere);
}

/* A `mien` that does nothing, for what the storm starts. */
static int make_home(void **state)
{
    static char home[] = "/tmp/mien-home-XXXXXX";
    char path[64];
    *state = home;
    if (!mkdtemp(home))
        return -1;
    snprintf(path, sizeof path, "%s/mien", home);
    return symlink("/bin/true", path) == 0 ? setenv("MIEN_HOME", home, 1) : -1;
}

static int remove_home(void **state)
{
    fixture_remove(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_storm_of_keys_clicks_and_changing_files_brings_it_down),
        TEST(files_full_of_faults_are_shown_in_every_view),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
