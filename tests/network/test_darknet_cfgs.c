/* test_darknet_cfgs.c - Darknet's own cfgs, as Debian ships them: each classifier loads unchanged,
 * with as many outputs and numbers in its .weights as Darknet itself counts; each of the others is
 * refused with the line that is not known here.
 *
 * The files are not ours to ship: where they are not installed (Debian's package `darknet`), the
 * tests are skipped, and test_darknet_model.c has a cfg of the same parts. */
#include <stdio.h>
#include <unistd.h>

#include "tests/network/network_case.h"

#define FOLDER "/usr/share/darknet/cfg"

static const struct {
    const char *name;
    uint32_t classes;
    size_t numbers;
    const char *refusal; /* NULL: it loads */
} cfgs[] = {
    {"alexnet.cfg", 1000, 62378344, NULL},
    {"cifar.cfg", 10, 7687050, NULL},
    {"cifar.test.cfg", 10, 7687050, NULL},
    {"darknet.cfg", 1000, 7323480, NULL},
    {"darknet19.cfg", 1000, 20856776, NULL},
    {"darknet19_448.cfg", 1000, 20856776, NULL},
    {"darknet53.cfg", 1000, 41645640, NULL},
    {"darknet53_448.cfg", 1000, 41645640, NULL},
    {"darknet9000.cfg", 0, 0, ":201: trees of classes are not known here"},
    {"densenet201.cfg", 1000, 17206440, NULL},
    {"extraction.cfg", 1000, 23455400, NULL},
    {"extraction.conv.cfg", 1000, 23428136, NULL},
    {"extraction22k.cfg", 21842, 97605650, NULL},
    {"go.cfg", 0, 0, ":127: unknown section ([reorg])"},
    {"go.test.cfg", 0, 0, ":126: unknown section ([reorg])"},
    {"gru.cfg", 0, 0, ":15: unknown section ([gru])"},
    {"jnet-conv.cfg", 0, 0, ":115: the last layer is [maxpool]"},
    {"resnet101.cfg", 1000, 41870248, NULL},
    {"resnet152.cfg", 1000, 57559976, NULL},
    {"resnet18.cfg", 1000, 11523496, NULL},
    {"resnet34.cfg", 1000, 21639080, NULL},
    {"resnet50.cfg", 1000, 22825896, NULL},
    {"resnext101-32x4d.cfg", 1000, 41639208, NULL},
    {"resnext152-32x4d.cfg", 1000, 56730920, NULL},
    {"resnext50.cfg", 1000, 22312872, NULL},
    {"rnn.cfg", 0, 0, ":14: unknown section ([rnn])"},
    {"rnn.train.cfg", 0, 0, ":14: unknown section ([rnn])"},
    {"strided.cfg", 1000, 85583400, NULL},
    {"t1.test.cfg", 0, 0, ":103: unknown section ([detection])"},
    {"tiny.cfg", 1000, 1046488, NULL},
    {"vgg-16.cfg", 1000, 138357544, NULL},
    {"vgg-conv.cfg", 0, 0, ":118: the last layer is [maxpool]"},
    {"writing.cfg", 0, 0, ":40: [cost] is known behind [softmax] alone, whose loss it repeats"},
    {"yolo9000.cfg", 0, 0, ":8: 'batch' is given twice in [net] (first in line 3)"},
    {"yolov1-tiny.cfg", 0, 0, ":116: unknown section ([detection])"},
    {"yolov1.cfg", 0, 0, ":233: unknown section ([local])"},
    {"yolov2-tiny-voc.cfg", 0, 0, ":121: unknown section ([region])"},
    {"yolov2-tiny.cfg", 0, 0, ":122: unknown section ([region])"},
    {"yolov2-voc.cfg", 0, 0, ":219: unknown section ([reorg])"},
    {"yolov2.cfg", 0, 0, ":219: unknown section ([reorg])"},
    {"yolov3-openimages.cfg", 0, 0, ":6: 'batch' is given twice in [net] (first in line 3)"},
    {"yolov3-spp.cfg", 0, 0, ":640: unknown section ([yolo])"},
    {"yolov3-tiny.cfg", 0, 0, ":132: unknown section ([yolo])"},
    {"yolov3-voc.cfg", 0, 0, ":608: unknown section ([yolo])"},
    {"yolov3.cfg", 0, 0, ":607: unknown section ([yolo])"},
};

/* As whoever trains or imports it does; the values alone, the largest network has 138 million. */
static int load(struct network *n, struct cfg *c, const char *name, struct mien_error *e)
{
    const char *sections[64];
    const size_t count = network_sections(sections, 64);
    char path[256];
    snprintf(path, sizeof path, FOLDER "/%s", name);
    return cfg_open(c, path, e) != 0 || cfg_check_sections(c, sections, count, e) != 0 ||
                   network_init(n, c, NULL, 0, 0, 0, e) != 0 || cfg_check_used(c, e) != 0
               ? -1
               : 0;
}

static void each_cfg_loads_or_is_refused_with_its_line(void **state)
{
    (void)state;
    if (access(FOLDER "/cifar.cfg", R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof cfgs / sizeof *cfgs; i++) {
        struct mien_error e = {.text = ""};
        struct network n = {0};
        struct cfg c = {0};
        const int result = load(&n, &c, cfgs[i].name, &e);
        if ((result == 0) != (cfgs[i].refusal == NULL))
            fail_msg("%s: %s", cfgs[i].name, result == 0 ? "is taken" : e.text);
        if (result != 0 && strstr(e.text, cfgs[i].refusal) == NULL)
            fail_msg("'%s' should tell '%s'", e.text, cfgs[i].refusal);
        if (result == 0) {
            assert_int_equal(n.classes, cfgs[i].classes);
            assert_int_equal(n.parameters + n.statistics, cfgs[i].numbers);
        }
        network_free(&n);
        cfg_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cfg_loads_or_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
