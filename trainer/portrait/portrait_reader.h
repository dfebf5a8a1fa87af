/* portrait_reader.h - what makes portraits of picture files: the networks, and a model of emotions.
 */
#ifndef MIEN_TRAINER_PORTRAIT_PORTRAIT_READER_H
#define MIEN_TRAINER_PORTRAIT_PORTRAIT_READER_H

#include "runtime/host/emotion.h"
#include "runtime/host/face_networks.h"
#include "trainer/portrait/portrait.h"

struct portrait_reader {
    struct face_networks networks;
    struct mien_faces_options options;
    void *memory; /* of `faces` */
    struct mien_faces *faces;
    struct mien_detection *detections; /* [options.most] */
    const char *emotion_path;          /* NULL: no emotions are read */
    struct model model;
    struct emotion emotion;
};

/* For up to `most` faces a picture, 1..MIEN_FACES_MAX; `emotion` is a run folder or a model file,
 * and must outlive the reader, or NULL. Errors: those of face_networks_open, source_open and
 * emotion_open; networks that do not find faces; out of memory. `portrait_reader_close` accepts a
 * zeroed struct and one that failed. */
int portrait_reader_open(struct portrait_reader *r, int32_t most, const char *emotion,
                         struct mien_error *e);
void portrait_reader_close(struct portrait_reader *r);

/* Read the picture and all that can be read from its faces; no face is no error. `path` must
 * outlive the portrait, and the reader too. The portrait is for the caller to free, also on
 * failure. Errors: those of image_read; out of memory. */
int portrait_read(struct portrait *p, struct portrait_reader *r, const char *path,
                  struct mien_error *e);

#endif
