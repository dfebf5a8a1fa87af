/* test_refusals.c - inputs that are wrong, through the real command: each is refused by one
 * message, with a status that is not 0, and leaves everything as it was.
 *
 * A case is a line of the table: shell that makes the input, the command, its exit status, what the
 * message holds. It runs in an empty folder of its own that links to what all cases share: the data
 * set `faces` and its cfgs, `finished` runs KIND, and `halted`, a run stopped at a checkpoint. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workspace.h"

struct refusal {
    const char *make;    /* shell, or "" */
    const char *command; /* a line of shell that ends in a call of mien */
    int status;
    const char *says; /* part of the message */
};

static int share(void **state)
{
    if (workspace_make(state) != 0)
        return -1;
    make_faces();
    make_rendered_faces();
    shell("mv cnn.cfg pictures.cfg");
    done("mien train pictures.cfg -o pictured --set net.epochs=1");
    done("mien data synth -o small --rows 70 --size 16x16 --points none");
    done("mien train network.cfg -o network --set net.epochs=2");
    done("mien train forest.cfg -o forest --set forest.trees=5");
    done("mien export network -o network.h");
    const pid_t process = start("train network.cfg -o halted --set net.epochs=100000", NULL);
    wait_for_step("halted", process);
    kill(process, SIGINT);
    return ended(process) == 130 ? 0 : -1;
}

/* Exactly one line of `text` is a message, and it is the last. */
static bool is_one_message(const char *text)
{
    const char *message = strstr(text, "mien: ");
    return message && (message == text || message[-1] == '\n') &&
           !strstr(message + 1, "\nmien: ") && strchr(message, '\n') &&
           strchr(message, '\n')[1] == '\0';
}

/* What is in the case's folder, but for the last word of a run that could not be resumed, which
 * says so. */
static char *listing_of_case(void)
{
    shell("cd case && if [ -f bad/metrics.jsonl ]; then "
          "sed -i '/^{\"kind\":\"end\"/d' bad/metrics.jsonl; fi");
    return listing(".");
}

static void is_refused(void **state)
{
    const struct refusal *r = *state;
    shell("rm -rf case && mkdir case && cd case && ln -s ../[!c]* .");
    shell("cd case && %s", *r->make ? r->make : ":");
    char *before = listing_of_case();
    const struct outcome o = run("cd case && %s", r->command);
    char *after = listing_of_case();
    if (o.status != r->status || !strstr(o.err, r->says) || !is_one_message(o.err) || o.out[0])
        fail_msg("%s: status %d, said: %s%s", r->command, o.status, o.err, o.out);
    if (strcmp(before, after) != 0)
        fail_msg("%s: left behind\n%s", r->command, after);
    free(before);
    free(after);
}

static void a_run_folder_in_use(void **state)
{
    (void)state;
    const pid_t process = start("train network.cfg -o busy --set net.epochs=100000", NULL);
    wait_for_step("busy", process);
    const struct outcome again = run("mien train network.cfg -o busy --force");
    const struct outcome resumed = run("mien train --resume busy");
    kill(process, SIGKILL);
    ended(process);
    assert_int_equal(again.status, 1);
    assert_int_equal(resumed.status, 1);
    assert_non_null(strstr(again.err, "busy/metrics.jsonl: the run is in use (by process "));
    assert_string_equal(resumed.err, again.err);
    assert_true(is_one_message(again.err));
    shell("rm -r busy");
}

/* Room for a cfg and some metrics but no model: the run stays, to be resumed when there is more. */
static void a_disk_that_gets_full_during_a_run(void **state)
{
    (void)state;
    const struct outcome full =
        run("ulimit -f 16; mien train network.cfg -o full --set net.epochs=2");
    if (full.status != 1 || !is_one_message(full.err) ||
        !strstr(full.err, "safetensors: cannot write (File too large)"))
        fail_msg("status %d, said: %s", full.status, full.err);
    shell("test ! -e full/model.safetensors && test -z \"$(find full -name '*.tmp')\"");
    done("mien train --resume full");
    assert_true(same_bytes("full/model.safetensors", "network/model.safetensors"));
    shell("rm -r full");
}

/* shell that makes bad.cfg of a good one, or the data set `bad` of faces */
#define CFG(sed) "sed '" sed "' network.cfg >bad.cfg"
#define SET "cp -rL faces bad && chmod -R u+w bad && "
#define TRAIN "mien train bad.cfg -o run"
#define TRAIN_SET "mien train network.cfg -o run -s data.path=bad"
#define RUN(kind) "cp -rL " kind " bad && "

#define REFUSES(name, make, command, status, says)                                                 \
    {                                                                                              \
#name, is_refused, NULL, NULL, &(struct refusal)                                           \
        {                                                                                          \
            make, command, status, says                                                            \
        }                                                                                          \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* cfgs */
        REFUSES(a_missing_cfg, "", "mien train none.cfg -o run", 1, "none.cfg: cannot open"),
        REFUSES(a_folder_for_a_cfg, "", "mien train faces -o run", 1, "faces: "),
        REFUSES(a_cfg_that_is_no_text, "printf 'a\\0b' >bad.cfg", TRAIN, 1, "bad.cfg: "),
        REFUSES(an_unknown_section, CFG("s/dropout/dropuot/"), TRAIN, 1, "bad.cfg:16: "),
        REFUSES(a_key_before_the_first_section, CFG("1s/^/seed = 1\\n/"), TRAIN, 1, "bad.cfg:1: "),
        REFUSES(a_misspelt_key, CFG("s/^batch =/bacth =/"), TRAIN, 1, "did you mean 'batch'?"),
        REFUSES(a_key_twice, CFG("s/^batch =.*/&\\n&/"), TRAIN, 1, "bad.cfg:9: "),
        REFUSES(a_line_without_a_value, CFG("s/^batch =.*/batch/"), TRAIN, 1, "bad.cfg:8: "),
        REFUSES(a_word_for_a_number, CFG("s/^batch =.*/batch = many/"), TRAIN, 1, "bad.cfg:8: "),
        REFUSES(a_number_out_of_range, CFG("s/^batch =.*/batch = 0/"), TRAIN, 1, "bad.cfg:8: "),
        REFUSES(a_huge_number, CFG("s/^batch =.*/batch = 99999999999999999999/"), TRAIN, 1,
                "bad.cfg:8: "),
        REFUSES(a_huge_layer, CFG("s/^output = 128/output = 2000000000/"), TRAIN, 1,
                "bad.cfg:12: "),
        REFUSES(an_unknown_choice, CFG("s/= relu/= rleu/"), TRAIN, 1, "did you mean 'relu'?"),
        REFUSES(other_classes_than_the_data_set_s, CFG("s/^output = 4/output = 5/"), TRAIN, 1,
                "bad.cfg:23: [softmax] gets 5 numbers a row but the data has 4 classes"),
        REFUSES(two_models_in_a_cfg, "cat network.cfg >bad.cfg && echo '[forest]' >>bad.cfg", TRAIN,
                1, "bad.cfg:24: a cfg describes one model"),
        REFUSES(a_cfg_without_a_model, CFG("7,$d"), TRAIN, 1, "bad.cfg: no model is described"),
        REFUSES(a_cfg_without_data, CFG("1,6d"), TRAIN, 1, "bad.cfg: there is no [data] section"),
        REFUSES(more_components_than_numbers, CFG("s/^pca =.*/pca = 137/"), TRAIN, 1,
                "there are only 136 features to take principal components of (pca = 137)"),
        REFUSES(a_split_that_is_not_there, CFG("s/^pca =.*/train = trian/"), TRAIN, 1,
                "no split 'trian'"),
        REFUSES(features_that_do_not_fit, CFG("s/= aligned/= raw/"), TRAIN, 1,
                "bad.cfg:5: no such augmentation of raw vectors"),
        REFUSES(an_override_without_a_value, "", "mien train network.cfg -o run -s net.batch", 2,
                "net.batch"),
        REFUSES(an_override_of_no_key, "", "mien train network.cfg -o run -s net.bacth=3", 2,
                "did you mean 'batch'?"),
        REFUSES(an_override_of_no_section, "", "mien train network.cfg -o run -s nett.batch=3", 2,
                "nett"),

        /* the command line */
        REFUSES(an_unknown_verb, "", "mien trian network.cfg", 2, "did you mean 'train'?"),
        REFUSES(an_unknown_option, "", "mien train network.cfg --thread 2", 2,
                "did you mean '--threads'?"),
        REFUSES(no_threads, "", "mien train network.cfg -o run --threads 0", 2,
                "--threads: not a whole number"),
        REFUSES(a_profile_of_folds, "", "mien train network.cfg --folds 2 --profile", 2,
                "--profile watches one fit"),
        REFUSES(too_many_folds, "", "mien train network.cfg --folds 1000", 2, "--folds: "),
        REFUSES(a_cfg_and_a_run_to_resume, "", "mien train network.cfg --resume halted", 2,
                "--resume goes on with a run as it is"),

        /* runs */
        REFUSES(resuming_no_run, "", "mien train --resume none", 1, "none: no run to resume"),
        REFUSES(resuming_a_finished_run, "", "mien train --resume network", 1,
                "network: the run is finished"),
        REFUSES(a_finished_run_in_the_way, "", "mien train network.cfg -o network", 1,
                "network: a finished run is here"),
        REFUSES(an_unfinished_run_in_the_way, "", "mien train network.cfg -o halted", 1,
                "mien train --resume halted"),
        REFUSES(a_checkpoint_of_another_architecture,
                RUN("halted") "sed -i 's/= 128/= 64/' bad/config.cfg", "mien train --resume bad", 1,
                "bad/last.safetensors: "),
        REFUSES(a_checkpoint_cut_short, RUN("halted") "truncate -s -100 bad/last.safetensors",
                "mien train --resume bad", 1, "bad/last.safetensors: "),
        REFUSES(a_checkpoint_with_nan,
                RUN("halted") "printf '\\377\\377\\377\\177' | dd of=bad/last.safetensors bs=1 "
                              "seek=$(($(stat -c %s bad/last.safetensors) - 4)) conv=notrunc "
                              "status=none",
                "mien train --resume bad", 1, "are not all finite"),
        REFUSES(metrics_that_are_none, RUN("halted") "sed -i '1s/.*/hello/' bad/metrics.jsonl",
                "mien train --resume bad", 1, "bad/metrics.jsonl:1: not a line of metrics (hello)"),
        REFUSES(a_run_below_a_file, "", "mien train network.cfg -o faces.csv/run", 1, "faces.csv"),
        REFUSES(a_run_in_an_unwritable_place, "", "mien train network.cfg -o /proc/run", 1,
                "/proc/run: cannot make the folder"),

        /* pictures */
        REFUSES(pictures_cut_short,
                "cp -rL pictures bad && chmod -R u+w bad && truncate -s -100 bad/x.npy",
                "mien train pictures.cfg -o run -s data.path=bad", 1, "bad/x.npy: "),
        REFUSES(pictures_without_a_class,
                "mien data info pictures >/dev/null && cp -rL pictures bad && chmod -R u+w bad && "
                "sed -i 's/\\[\"angry\"/[\"nobody\", \"angry\"/' bad/dataset.json",
                "mien train pictures.cfg -o run -s data.path=bad -s connected.0.output=8", 1,
                "class 'neutral' has no row to train on"),
        REFUSES(pictures_of_another_size, "", "mien eval pictured --data small", 1,
                "the model takes rows of 576 numbers (these have 256)"),
        REFUSES(a_change_that_is_none_of_pictures, "",
                "mien train pictures.cfg -o run -s data.augment=jitter:0.1", 1,
                "no such augmentation of pictures ('jitter:0.1')"),
        REFUSES(a_teacher_of_other_rows,
                "{ cat pictures.cfg; printf '[teacher]\\nrun = network\\n'; } >bad.cfg", TRAIN, 1,
                "the teacher takes rows of 136 numbers (those of 'pictures' have 576)"),
        REFUSES(a_teacher_without_a_run, "{ cat pictures.cfg; echo '[teacher]'; } >bad.cfg", TRAIN,
                1, "[teacher] names no run"),

        /* data sets */
        REFUSES(a_data_set_that_is_not_there, "", TRAIN_SET, 1, "bad/dataset.json: cannot open"),
        REFUSES(an_array_that_is_not_there, SET "rm bad/y.npy", TRAIN_SET, 1,
                "bad/y.npy: cannot open"),
        REFUSES(an_array_cut_short, SET "truncate -s -5 bad/x.npy", TRAIN_SET, 1,
                "bad/x.npy: its shape needs"),
        REFUSES(an_array_header_cut_short, SET "truncate -s 40 bad/x.npy", TRAIN_SET, 1,
                "bad/x.npy: cut in the array header"),
        REFUSES(a_file_that_is_no_array, SET "echo hello >bad/x.npy", TRAIN_SET, 1, "bad/x.npy: "),
        REFUSES(an_array_of_the_wrong_type, SET "LC_ALL=C sed -i 's/<f4/<f8/' bad/x.npy", TRAIN_SET,
                1, "bad/x.npy: "),
        REFUSES(labels_of_the_wrong_type, SET "LC_ALL=C sed -i 's/|u1/|i1/' bad/y.npy", TRAIN_SET,
                1, "bad/y.npy: its numbers are"),
        REFUSES(labels_of_the_wrong_count,
                SET "LC_ALL=C sed -i 's/(1200,)/(1199,)/' bad/y.npy && truncate -s -1 bad/y.npy",
                TRAIN_SET, 1, "bad/y.npy: it has 1199 rows"),
        REFUSES(a_huge_array,
                SET "LC_ALL=C sed -i 's/(1200, 68, 2), }     /(999999999, 68, 2), }/' "
                    "bad/x.npy",
                TRAIN_SET, 1, "bad/x.npy: its shape needs"),
        REFUSES(
            a_shape_that_overflows,
            SET
            "LC_ALL=C sed -i 's/(1200, 68, 2), }               /(9223372036854775807, 68, 2), }/' "
            "bad/x.npy",
            TRAIN_SET, 1, "bad/x.npy: the array's shape overflows"),
        REFUSES(
            a_number_that_is_none,
            SET
            "printf '\\0\\0\\300\\177' | dd of=bad/x.npy bs=1 seek=256 conv=notrunc status=none",
            TRAIN_SET, 1, "bad: x.npy row 0"),
        REFUSES(a_label_beyond_the_classes,
                SET "printf '\\11' | dd of=bad/y.npy bs=1 seek=194 conv=notrunc status=none",
                TRAIN_SET, 1, "bad: y.npy row 2 holds 9, but there are 4 classes"),
        REFUSES(a_description_cut_short, SET "truncate -s 60 bad/dataset.json", TRAIN_SET, 1,
                "bad/dataset.json:"),
        REFUSES(a_misspelt_key_of_a_description,
                SET "sed -i 's/\"offset\"/\"ofset\"/' bad/dataset.json", TRAIN_SET, 1,
                "did you mean 'offset'?"),
        REFUSES(an_empty_class, SET "sed -i 's/\"happy\"/\"happy\", \"sad\"/' bad/dataset.json",
                TRAIN_SET " -s connected.1.output=5", 1, "sad"),
        REFUSES(an_empty_split, SET "sed -i 's/\"valid\"/\"valid\", \"test\"/' bad/dataset.json",
                TRAIN_SET " -s data.valid=test", 1, "test"),

        /* mien data */
        REFUSES(libsvm_indices_that_do_not_rise, "printf '1 1:2 2:3\\n2 2:1 1:4\\n' >bad.svm",
                "mien data import bad.svm -o new", 1, "bad.svm:2: "),
        REFUSES(a_libsvm_value_that_is_none, "printf '1 1:2 2:x\\n' >bad.svm",
                "mien data import bad.svm --from libsvm -o new", 1,
                "bad.svm:1: the value of '2:x'"),
        REFUSES(a_csv_field_that_is_no_number, "printf 'label,a\\nx,1\\ny,two\\n' >bad.csv",
                "mien data import bad.csv -o new", 1, "bad.csv:3: 'a' is no finite number (two)"),
        REFUSES(a_csv_record_of_too_few_fields, "printf 'label,a,b\\nx,1\\n' >bad.csv",
                "mien data import bad.csv -o new", 1, "bad.csv:2: 2 fields, but line 1 names 3"),
        REFUSES(a_csv_without_labels, "printf 'lable,a\\nx,1\\n' >bad.csv",
                "mien data import bad.csv --from csv -o new", 1, "bad.csv:1: no column 'label'"),
        REFUSES(classes_that_differ, "", "mien data import faces.csv --classes angry,sad -o new", 1,
                "faces.csv"),
        REFUSES(a_picture_of_too_few_pixels,
                "printf 'emotion,pixels,Usage\\n0,1 2 3,Training\\n' >bad.csv",
                "mien data import bad.csv --from fer2013 -o new", 1,
                "bad.csv:2: 3 pixels; a picture has 48 x 48 = 2304"),
        REFUSES(an_emotion_that_is_none,
                "printf 'emotion,pixels,Usage\\n9,1 2 3,Training\\n' >bad.csv",
                "mien data import bad.csv --from fer2013 -o new", 1,
                "bad.csv:2: 'emotion' is no whole number from 0 to 6 (9)"),
        REFUSES(a_folder_without_pictures, "mkdir -p pictures/happy",
                "mien data import pictures --from images -o new", 1, "pictures"),
        REFUSES(a_damaged_picture,
                "mkdir -p pictures/happy && printf '\\211PNG\\r\\n\\32\\n' >pictures/happy/1.png",
                "mien data import pictures --from images -o new", 1, "pictures/happy/1.png: "),
        REFUSES(a_source_that_is_nothing_known, "echo hello >bad.txt",
                "mien data import bad.txt -o new", 1, "bad.txt"),
        REFUSES(a_kind_of_source_that_is_none, "", "mien data import faces.csv --from cvs -o new",
                2, "did you mean 'csv'?"),
        REFUSES(an_option_the_kind_has_no_use_for, "",
                "mien data import faces.csv --size 48x48 -o new", 2, "size"),
        REFUSES(a_data_set_in_the_way, SET ":", "mien data import faces.csv -o bad", 1,
                "bad: the folder is there"),
        REFUSES(a_data_set_below_a_file, "", "mien data import faces.csv -o faces.csv/new", 1,
                "faces.csv"),
        REFUSES(a_data_set_on_a_full_disk, "", "ulimit -f 64; mien data import faces.csv -o new", 1,
                "cannot write (File too large)"),
        REFUSES(a_class_to_keep_that_is_not_there, "",
                "mien data select faces --classes happy,angyr -o new", 2, "did you mean 'angry'?"),
        REFUSES(classes_to_merge_that_are_not_there, "",
                "mien data merge faces --classes bad=angry+saad -o new", 2, "no class 'saad'"),
        REFUSES(folds_and_a_holdout, "", "mien data split faces --folds 5 --holdout 0.2 -o new", 2,
                "--holdout"),
        REFUSES(a_holdout_of_everything, "", "mien data split faces --holdout 1 -o new", 2,
                "--holdout"),
        REFUSES(more_folds_than_fit, "", "mien data split faces --folds 65 -o new", 2, "--folds"),
        REFUSES(a_row_that_is_not_there, "", "mien data info faces --row 1200", 2,
                "--row: there is no row 1200"),
        REFUSES(a_kind_of_text_that_is_not_written, "", "mien data export faces -o new.txt", 2,
                "new.txt"),
        REFUSES(an_export_on_a_full_disk, "", "ulimit -f 64; mien data export faces -o new.csv", 1,
                "new.csv: cannot write (File too large)"),

        /* export and verify */
        REFUSES(exporting_no_run, "", "mien export none -o new.h", 1, "none"),
        REFUSES(exporting_an_unfinished_run, "", "mien export halted -o new.h", 1, "halted"),
        REFUSES(a_header_without_a_target, "", "mien export network", 2, "-o FILE.h"),
        REFUSES(a_header_name_that_is_no_identifier, "", "mien export network -o new.h -n 9lives",
                2, "'9lives' cannot be a header's name"),
        REFUSES(a_model_cut_short, RUN("network") "truncate -s -8 bad/model.safetensors",
                "mien export bad -o new.h", 1, "bad/model.safetensors: "),
        REFUSES(a_model_with_a_changed_weight,
                RUN("network") "printf '\\1\\2' | dd of=bad/model.safetensors bs=1 seek=20000 "
                               "conv=notrunc status=none",
                "mien export bad -o new.h", 1, "bad/model.safetensors: "),
        REFUSES(a_model_header_of_huge_size,
                RUN("network") "printf '\\377\\377\\377\\377\\377\\377\\377\\177' | dd "
                               "of=bad/model.safetensors bs=1 conv=notrunc status=none",
                "mien export bad -o new.h", 1, "bad/model.safetensors: "),
        REFUSES(a_header_in_no_folder, "", "mien export network -o none/new.h", 1,
                "none/new.h: cannot write"),
        REFUSES(a_header_over_a_folder, "mkdir new.h", "mien export network -o new.h", 1,
                "new.h: cannot write"),
        REFUSES(a_header_on_a_full_disk, "", "ulimit -f 8; mien export network -o new.h", 1,
                "new.h: cannot write (File too large)"),
        REFUSES(a_network_that_is_too_large, "", "mien export network -o new.h --max-bytes 1k", 1,
                "1,0"),
        REFUSES(a_forest_that_is_too_large, "", "mien export forest -o new.h --max-bytes 1k", 1,
                "no tree of the forest fits"),
        REFUSES(verifying_no_header, "", "mien verify network none.h", 1, "none.h: cannot open"),
        REFUSES(a_header_of_another_model, "", "mien verify forest network.h", 1, "network.h"),
        REFUSES(a_compiler_that_is_none, "", "mien verify network network.h --cc none-such", 1,
                "none-such"),
        REFUSES(rows_of_a_split_that_is_none, "", "mien verify network network.h --split tset", 1,
                "no split 'tset'"),
        cmocka_unit_test(a_run_folder_in_use),
        cmocka_unit_test(a_disk_that_gets_full_during_a_run),
    };
    return cmocka_run_group_tests(tests, share, workspace_remove);
}
