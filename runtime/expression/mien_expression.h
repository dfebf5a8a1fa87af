/* mien_expression.h - a face that moves: action units displace the canonical mesh.
 *
 * The Facial Action Coding System describes what a face does by action units, each a muscle or
 * two: AU 12 pulls the lip corners, AU 4 lowers the brows. An action here is a field of
 * displacements, one for each side of the face, of which any number are added, each times its
 * intensity 0..1 (FACS' trace A to maximum E). A field is made of pulls, each at a landmark, that
 * fade with the distance along the skin: lips and lids are slit, so that one lip moves without the
 * other. The jaw turns about its joint.
 *
 * Which actions make which emotion is EMFACS' table. Nothing is allocated; the fields lie in memory
 * of the caller. Lengths are centimetres of the canonical face (mien_face_mesh.h): x to the
 * subject's left, y up, z to the camera.
 *
 * P. Ekman, W. Friesen, J. Hager, "Facial Action Coding System" (2002), and its Investigator's
 * Guide; W. Friesen, P. Ekman, "EMFACS-7: Emotional Facial Action Coding System" (1983). The pulls
 * are mien's own, modelled on FACS' descriptions. */
#ifndef MIEN_EXPRESSION_H
#define MIEN_EXPRESSION_H

#include "runtime/face/mien_face_mesh.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The actions: symbol, FACS' number, what it does. */
#define MIEN_ACTIONS(X)                                                                            \
    X(MIEN_AU1, 1, "inner brow raiser")                                                            \
    X(MIEN_AU2, 2, "outer brow raiser")                                                            \
    X(MIEN_AU4, 4, "brow lowerer")                                                                 \
    X(MIEN_AU5, 5, "upper lid raiser")                                                             \
    X(MIEN_AU6, 6, "cheek raiser")                                                                 \
    X(MIEN_AU7, 7, "lid tightener")                                                                \
    X(MIEN_AU9, 9, "nose wrinkler")                                                                \
    X(MIEN_AU10, 10, "upper lip raiser")                                                           \
    X(MIEN_AU12, 12, "lip corner puller")                                                          \
    X(MIEN_AU15, 15, "lip corner depressor")                                                       \
    X(MIEN_AU16, 16, "lower lip depressor")                                                        \
    X(MIEN_AU17, 17, "chin raiser")                                                                \
    X(MIEN_AU20, 20, "lip stretcher")                                                              \
    X(MIEN_AU22, 22, "lip funneler")                                                               \
    X(MIEN_AU23, 23, "lip tightener")                                                              \
    X(MIEN_AU24, 24, "lip presser")                                                                \
    X(MIEN_AU25, 25, "lips part")                                                                  \
    X(MIEN_AU26, 26, "jaw drop")                                                                   \
    X(MIEN_AU27, 27, "mouth stretch")                                                              \
    X(MIEN_AU43, 43, "eyes closed")

enum mien_action {
#define X(symbol, number, name) symbol,
    MIEN_ACTIONS(X)
#undef X
        MIEN_ACTION_COUNT
};

struct mien_action_name {
    uint8_t number; /* FACS' */
    const char *name;
};
extern const struct mien_action_name mien_action_names[MIEN_ACTION_COUNT];

/* Sides are the subject's. */
enum { MIEN_RIGHT, MIEN_LEFT, MIEN_SIDES };

/* What a face does: intensities 0..1 by action and side. Actions of the jaw (26, 27) and of the
 * middle of the face act by the mean of both sides there. */
struct mien_actions {
    float at[MIEN_ACTION_COUNT][MIEN_SIDES];
};

struct mien_muscles {
    float rest[MIEN_MESH_POINTS][3]; /* the canonical face with its lips closed */
    float jaw[MIEN_MESH_POINTS];     /* how far each point goes with the lower jaw, 0..1 */
    float field[MIEN_ACTION_COUNT][MIEN_SIDES][MIEN_MESH_POINTS][3]; /* at intensity 1 */
};

/* Fill `m` (about 230 KB of the caller's). Cost: some 3 ms. */
void mien_muscles_init(struct mien_muscles *m);

/* Add what the actions do to vertices [MIEN_MESH_POINTS, 3], those of m->rest or of another person.
 * Intensities above 1 are exaggerations. Cost: 1,404 multiply-adds for each side of each action
 * that is not 0. */
void mien_muscles_move(const struct mien_muscles *m, const struct mien_actions *actions,
                       float (*vertices)[3]);

/* Move a point that is fixed to the lower jaw, such as of its teeth, as the jaw does. */
void mien_jaw_move(const struct mien_actions *actions, float point[3]);

/* Which opening a triangle of the mesh closes: MIEN_CONTOUR_RIGHT_EYE, _LEFT_EYE or _INNER_LIPS;
 * -1 where it is skin. */
int32_t mien_mesh_opening(const uint16_t triangle[3]);

/* Ways to show an emotion, FER2013's: 0 angry, 1 disgust, 2 fear, 3 happy, 4 sad, 5 surprise,
 * 6 neutral. `weight` is how often this way is met among those of its emotion; they sum to 1. */
enum { MIEN_EMOTIONS = 7, MIEN_EXPRESSIONS = 22, MIEN_EXPRESSION_ACTIONS = 9 };

struct mien_expression {
    uint8_t emotion;
    float weight;
    struct {
        uint8_t action;  /* of enum mien_action */
        float intensity; /* 0 ends the list */
    } parts[MIEN_EXPRESSION_ACTIONS];
};
extern const struct mien_expression mien_expressions[MIEN_EXPRESSIONS]; /* by emotion */

/* Add `intensity` times expression `e` to both sides of the actions. */
void mien_expression_add(const struct mien_expression *e, float intensity,
                         struct mien_actions *actions);

#ifdef __cplusplus
}
#endif

#endif
