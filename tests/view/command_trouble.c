/* command_trouble.c - what a machine lacks and files hide, as the person at the keyboard meets it:
 * one line that says what is wrong and what to do, and nothing of what libraries mutter besides. In
 * a window the show goes on where there is one. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/end-to-end/workspace.h"
#include "tests/view/xvfb.h"

#define CLIP "$MIEN_HOME/datasets/portraits/clip.webm"
#define PUPPET "--headless --size 320x240 --no-model --source puppet --frames 2 "

/* GStreamer with some of its plugins only, in a registry of its own. */
#define PLUGINS(folder)                                                                            \
    "GST_PLUGIN_SYSTEM_PATH_1_0=$PWD/" folder " GST_REGISTRY_1_0=$PWD/" folder ".bin "

static void make_plugins(const char *folder, const char *names)
{
    shell(
        "mkdir %s; from=$(find /usr/lib* -name libgstcoreelements.so -printf '%%h\\n' | head -n 1);"
        "for p in coreelements typefindfunctions %s; do"
        "  test -e \"$from/libgst$p.so\" && ln -s \"$from/libgst$p.so\" %s/; done",
        folder, names, folder);
}

/* A PNG file that states a size and has next to no pixels; its checksums are not right, which comes
 * later. */
static void make_png(const char *path, uint32_t width, uint32_t height)
{
    const uint32_t side[2] = {width, height};
    uint8_t bytes[] = "\x89PNG\r\n\x1a\n"
                      "\0\0\0\rIHDR........\1\0\0\0\0...."
                      "\0\0\0\2IDAT\x78\x01...."
                      "\0\0\0\0IEND\xae\x42\x60\x82";
    for (int i = 0; i < 8; i++)
        bytes[16 + i] = (uint8_t)(side[i / 4] >> (24 - 8 * (i % 4)));
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes - 1, f), sizeof bytes - 1);
    assert_int_equal(fclose(f), 0);
}

static int make_files(void **state)
{
    char config[4096], *folder = workspace_make(state) == 0 ? getcwd(NULL, 0) : NULL;
    if (!folder)
        return -1;
    snprintf(config, sizeof config, "%s/config", folder);
    free(folder);
    make_plugins("no-vp8", "playback videoconvertscale videofilter app matroska");
    make_plugins("no-webm", "playback videoconvertscale videofilter app vpx");
    make_plugins("no-base", "");
    make_png("huge.png", 30000, 30000);
    make_png("wide.png", 4000000000u, 1);
    shell("printf '\\211PNG\\r\\n\\032\\nno' > corrupt.png; echo 'no video at all' > words.webm;"
          "head -c 60000 " CLIP
          " > cut.webm; ln -s /dev/full full.webm; cp \"$MIEN_HOME/tests/mask/no-face.png\" .");
    return setenv("XDG_CONFIG_HOME", config, 1);
}

/* --- one line --------------------------------------------------------------------------------- */

struct trouble {
    const char *name, *environment, *options;
    int status;
    const char *says[3];
};

/* "mien: what: what is wrong (what was found); what to do", whole and alone. */
static void check(const struct trouble *t, const struct outcome *o)
{
    print_message("%-18s %s", t->name, o->err);
    assert_int_equal(strncmp(o->err, "mien: ", 6), 0);
    assert_ptr_equal(strchr(o->err, '\n'), o->err + strlen(o->err) - 1);
    for (int i = 0; i < 3; i++)
        if (t->says[i] && !strstr(o->err, t->says[i]))
            fail_msg("%s: '%s' is not in: %s", t->name, t->says[i], o->err);
    assert_int_equal(o->status, t->status);
}

static void meet(const struct trouble *t, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct outcome o = run("%s mien view %s", t[i].environment, t[i].options);
        check(&t[i], &o);
    }
}

static bool has_opengl(void)
{
    return run("mien view " PUPPET).status == 0;
}

static void files_that_cannot_be_shown_are_named(void **state)
{
    (void)state;
    static const struct trouble troubles[] = {
        {"a huge picture",
         "",
         "--headless --source huge.png",
         1,
         {"huge.png: ", "30000 x 30000 pixels", "at most"}},
        {"a wide picture",
         "",
         "--headless --source wide.png",
         1,
         {"wide.png: ", "4000000000 x 1 pixels", "at most"}},
        {"a huge mask",
         "",
         PUPPET "--mask huge.png",
         1,
         {"huge.png: ", "30000 x 30000 pixels", "at most"}},
        {"a damaged mask", "", PUPPET "--mask corrupt.png", 1, {"corrupt.png: ", "PNG", "damaged"}},
        {"a mask of no face",
         "",
         PUPPET "--mask no-face.png",
         1,
         {"no-face.png: ", "no face", "; "}},
        {"words", "", "--headless --source words.webm", 1, {"words.webm: ", "no video", "("}},
        {"a video cut short",
         "",
         "--headless --no-model --size 320x240 --source cut.webm",
         0,
         {"cut.webm: ", "cut short", " s of 53."}},
        {"a full disk",
         "",
         "--headless --no-model --size 320x240 --source puppet --record full.webm",
         1,
         {"full.webm: ", "is the disk full?", NULL}},
    };
    if (!has_opengl())
        skip();
    meet(troubles, sizeof troubles / sizeof *troubles);
}

static void what_gstreamer_lacks_is_named_with_its_package(void **state)
{
    (void)state;
    static const struct trouble troubles[] = {
        {"no VP8",
         PLUGINS("no-vp8"),
         "--headless --source " CLIP,
         1,
         {"clip.webm: ", "no VP8 decoder", "gstreamer1.0-plugins-good"}},
        {"no WebM",
         PLUGINS("no-webm"),
         "--headless --source " CLIP,
         1,
         {"clip.webm: ", "no WebM demuxer", "gstreamer1.0-plugins-good"}},
        {"no base",
         PLUGINS("no-base"),
         "--headless --source " CLIP,
         1,
         {"clip.webm: ", "\"decodebin\" is missing", "gstreamer1.0-plugins-base"}},
        {"no encoder",
         PLUGINS("no-vp8"),
         PUPPET "--record a.webm",
         1,
         {"a.webm: cannot record", "no vp8enc", "gstreamer1.0-plugins-good"}},
        {"no muxer",
         PLUGINS("no-webm"),
         PUPPET "--record a.webm",
         1,
         {"a.webm: cannot record", "no webmmux", "gstreamer1.0-plugins-good"}},
    };
    if (!has_opengl())
        skip();
    meet(troubles, sizeof troubles / sizeof *troubles);
    assert_int_not_equal(access("a.webm", F_OK), 0);
    assert_int_not_equal(access("a.csv", F_OK), 0);
}

static void without_opengl_the_message_says_what_to_do(void **state)
{
    (void)state;
    static const struct trouble troubles[] = {
        {"an old OpenGL",
         "MESA_GL_VERSION_OVERRIDE=2.1",
         PUPPET,
         1,
         {"OpenGL: ", "3.3", "LIBGL_ALWAYS_SOFTWARE=1"}},
        {"no driver",
         "LIBGL_DRIVERS_PATH=/nowhere",
         PUPPET,
         1,
         {"OpenGL: ", "3.3", "libgl1-mesa-dri"}},
        {"no EGL",
         "__EGL_VENDOR_LIBRARY_DIRS=/nowhere",
         PUPPET,
         1,
         {"OpenGL: ", "3.3", "libgl1-mesa-dri"}},
    };
    if (!has_opengl())
        skip();
    meet(troubles, sizeof troubles / sizeof *troubles);
}

static void without_a_display_no_window_is_opened_in_secret(void **state)
{
    (void)state;
    static const struct trouble troubles[] = {
        {"no display",
         "env -u DISPLAY -u WAYLAND_DISPLAY",
         "--no-log --source puppet",
         1,
         {"SDL2: no display", "--headless", "("}},
        {"another's display",
         "env -u WAYLAND_DISPLAY DISPLAY=:4242",
         "--no-log --source puppet",
         1,
         {"SDL2: no display", "--headless", "("}},
    };
    meet(troubles, sizeof troubles / sizeof *troubles);
    const struct outcome o = run("env -u DISPLAY -u WAYLAND_DISPLAY mien view --source puppet");
    assert_int_equal(o.status, 1);
    assert_int_not_equal(access("runs/live-001", F_OK),
                         0); /* nothing of a session that never was */
}

/* --- in a window ------------------------------------------------------------------------------ */

static void a_window_without_opengl_is_none(void **state)
{
    (void)state;
    static const struct trouble troubles[] = {
        {"an old OpenGL",
         "MESA_GL_VERSION_OVERRIDE=2.1",
         "--no-log --source puppet",
         1,
         {"SDL2: ", "OpenGL 3.3", "LIBGL_ALWAYS_SOFTWARE=1"}},
        {"no driver",
         "LIBGL_DRIVERS_PATH=/nowhere",
         "--no-log --source puppet",
         1,
         {": ", "OpenGL", "libgl1-mesa-dri"}},
    };
    struct xvfb x;
    if (!has_opengl() || !xvfb_open(&x))
        skip();
    meet(troubles, sizeof troubles / sizeof *troubles);
    xvfb_close(&x);
}

/* Start the viewer in a window: what it says on standard error goes to the file "said". */
static pid_t open_window(const char *environment, const char *options)
{
    char line[2048];
    unlink("said");
    shell("rm -rf show");
    snprintf(line, sizeof line,
             "%s mien view --size 320x240 --folder . --log show --no-model %s >/dev/null 2>said "
             "</dev/null & echo $! > pid",
             environment, options);
    assert_int_equal(system(line), 0);
    char *text = read_text("pid");
    const pid_t p = (pid_t)atol(text);
    free(text);
    return p;
}

/* Lines of the session's log; it grows with each tenth of a second that pictures come. */
static int lines(void)
{
    int count = 0;
    if (access("show/metrics.jsonl", R_OK) != 0)
        return 0;
    char *text = read_text("show/metrics.jsonl");
    for (const char *c = text; (c = strchr(c, '\n')); c++)
        count++;
    free(text);
    return count;
}

static void wait_for_lines(int count)
{
    for (int i = 0; lines() < count; i++, usleep(50000))
        if (i == 1200) {
            char *text = read_text("said");
            fail_msg("the pictures stand still, said: %s", text);
        }
}

/* The picture goes on, through `key` and behind it; at the end nothing was said. */
static void goes_on(const char *environment, const char *options, const char *key)
{
    const pid_t p = open_window(environment, options);
    wait_for_lines(8);
    if (key)
        shell("xdotool key --clearmodifiers %s", key);
    wait_for_lines(lines() + 15);
    assert_int_equal(kill(p, SIGTERM), 0);
    for (int i = 0; kill(p, 0) == 0 && i < 1200; i++)
        usleep(50000);
    char *said = read_text("said");
    assert_string_equal(said, "");
    free(said);
}

static void in_a_window_the_show_goes_on(void **state)
{
    (void)state;
    static const struct {
        const char *environment, *options, *key;
    } shows[] = {
        {"", "--source puppet --mask huge.png", NULL},
        {"", "--source puppet --mask corrupt.png", NULL},
        {"", "--source puppet --mask no-face.png", NULL},
        {"", "--source cut.webm", NULL},
        {PLUGINS("no-vp8"), "--source puppet", "r"}, /* to record */
    };
    struct xvfb x;
    if (!has_opengl() || !xvfb_open(&x))
        skip();
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
        goes_on(shows[i].environment, shows[i].options, shows[i].key);
    xvfb_close(&x);
    assert_int_not_equal(access("mien-001.webm", F_OK), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_that_cannot_be_shown_are_named),
        cmocka_unit_test(what_gstreamer_lacks_is_named_with_its_package),
        cmocka_unit_test(without_opengl_the_message_says_what_to_do),
        cmocka_unit_test(without_a_display_no_window_is_opened_in_secret),
        cmocka_unit_test(a_window_without_opengl_is_none),
        cmocka_unit_test(in_a_window_the_show_goes_on),
    };
    return cmocka_run_group_tests(tests, make_files, workspace_remove);
}
