/* mien_expression_table.c - how strongly, where and which way each action pulls; which actions
 * show which emotion. Sources: see mien_expression.h. */
#include "runtime/expression/mien_expression_table.h"

#define X(symbol, number, name) {number, name},
const struct mien_action_name mien_action_names[MIEN_ACTION_COUNT] = {MIEN_ACTIONS(X)};
#undef X

/* clang-format off */

const struct mien_pull mien_pulls[] = {
    /* the canonical lips are parted by half a centimetre */
    {MIEN_REST, 13, 0.45f, 0, -0.20f, 0.10f}, {MIEN_REST, 82, 0.45f, 0, -0.19f, 0.10f},
    {MIEN_REST, 81, 0.40f, 0, -0.17f, 0.08f}, {MIEN_REST, 80, 0.35f, 0, -0.13f, 0.05f},
    {MIEN_REST, 191, 0.3f, 0, -0.04f, 0},
    {MIEN_REST, 14, 0.45f, 0, 0.38f, -0.02f}, {MIEN_REST, 87, 0.45f, 0, 0.37f, -0.02f},
    {MIEN_REST, 178, 0.40f, 0, 0.30f, -0.02f}, {MIEN_REST, 88, 0.35f, 0, 0.19f, 0},
    {MIEN_REST, 95, 0.3f, 0, 0.07f, 0}, {MIEN_REST, 17, 0.5f, 0, 0.12f, 0},

    {MIEN_AU1, 107, 1.5f, -0.05f, 1.0f, 0.1f}, {MIEN_AU1, 55, 1.2f, -0.05f, 1.05f, 0.1f},
    {MIEN_AU1, 65, 0.9f, -0.05f, 0.6f, 0}, {MIEN_AU1, 66, 1.0f, -0.05f, 0.55f, 0},
    {MIEN_AU1, 108, 1.5f, 0, 0.5f, 0}, {MIEN_AU1, 9, 1.0f, 0, 0.65f, 0},
    {MIEN_AU1, 221, 0.7f, 0, 0.4f, 0}, {MIEN_AU1, 52, 0.7f, 0, 0.15f, 0},

    {MIEN_AU2, 70, 1.2f, 0, 0.9f, 0}, {MIEN_AU2, 63, 1.2f, 0, 1.05f, 0},
    {MIEN_AU2, 46, 1.0f, 0, 0.85f, 0}, {MIEN_AU2, 53, 1.0f, 0, 1.05f, 0},
    {MIEN_AU2, 105, 1.1f, 0, 0.9f, 0}, {MIEN_AU2, 52, 0.9f, 0, 0.85f, 0},
    {MIEN_AU2, 68, 1.5f, 0, 0.5f, 0}, {MIEN_AU2, 104, 1.5f, 0, 0.5f, 0},
    {MIEN_AU2, 225, 0.7f, 0, 0.35f, 0}, {MIEN_AU2, 66, 0.7f, 0, 0.3f, 0},

    {MIEN_AU4, 107, 1.2f, -0.40f, -0.70f, 0.15f}, {MIEN_AU4, 55, 1.0f, -0.50f, -0.80f, 0.2f},
    {MIEN_AU4, 65, 1.0f, -0.40f, -0.75f, 0.15f}, {MIEN_AU4, 66, 1.0f, -0.35f, -0.65f, 0.1f},
    {MIEN_AU4, 52, 0.9f, -0.20f, -0.50f, 0.1f}, {MIEN_AU4, 105, 1.0f, -0.15f, -0.40f, 0},
    {MIEN_AU4, 53, 0.9f, -0.05f, -0.25f, 0}, {MIEN_AU4, 63, 0.9f, -0.05f, -0.2f, 0},
    {MIEN_AU4, 9, 0.9f, 0, -0.55f, 0.1f}, {MIEN_AU4, 8, 0.8f, 0, -0.40f, 0.1f},
    {MIEN_AU4, 193, 0.7f, -0.10f, -0.25f, 0.05f}, {MIEN_AU4, 221, 0.7f, -0.10f, -0.3f, 0.1f},

    {MIEN_AU5, 246, 0.3f, 0, 0.10f, 0}, {MIEN_AU5, 161, 0.35f, 0, 0.25f, -0.02f},
    {MIEN_AU5, 160, 0.4f, 0, 0.38f, -0.05f}, {MIEN_AU5, 159, 0.4f, 0, 0.45f, -0.05f},
    {MIEN_AU5, 158, 0.4f, 0, 0.40f, -0.05f}, {MIEN_AU5, 157, 0.35f, 0, 0.25f, -0.02f},
    {MIEN_AU5, 27, 0.5f, 0, 0.25f, -0.1f}, {MIEN_AU5, 29, 0.5f, 0, 0.22f, -0.1f},
    {MIEN_AU5, 28, 0.5f, 0, 0.22f, -0.1f}, {MIEN_AU5, 145, 0.3f, 0, -0.08f, 0},

    {MIEN_AU6, 117, 1.4f, 0, 0.50f, 0.2f}, {MIEN_AU6, 118, 1.4f, 0, 0.55f, 0.3f},
    {MIEN_AU6, 101, 1.3f, 0, 0.45f, 0.3f}, {MIEN_AU6, 50, 1.6f, 0, 0.60f, 0.35f},
    {MIEN_AU6, 205, 1.5f, 0, 0.35f, 0.2f}, {MIEN_AU6, 144, 0.4f, 0, 0.20f, 0.05f},
    {MIEN_AU6, 145, 0.4f, 0, 0.20f, 0.05f}, {MIEN_AU6, 153, 0.4f, 0, 0.16f, 0.05f},
    {MIEN_AU6, 23, 0.5f, 0, 0.28f, 0.12f}, {MIEN_AU6, 230, 0.8f, 0, 0.38f, 0.2f},
    {MIEN_AU6, 229, 0.8f, 0, 0.40f, 0.2f}, {MIEN_AU6, 226, 0.7f, -0.15f, 0.05f, 0},
    {MIEN_AU6, 46, 0.9f, 0, -0.18f, 0}, {MIEN_AU6, 160, 0.4f, 0, -0.08f, 0},

    {MIEN_AU7, 7, 0.3f, 0, 0.05f, 0}, {MIEN_AU7, 163, 0.35f, 0, 0.15f, 0},
    {MIEN_AU7, 144, 0.4f, 0, 0.22f, 0.03f}, {MIEN_AU7, 145, 0.4f, 0, 0.24f, 0.03f},
    {MIEN_AU7, 153, 0.4f, 0, 0.22f, 0.03f}, {MIEN_AU7, 154, 0.35f, 0, 0.15f, 0},
    {MIEN_AU7, 160, 0.4f, 0, -0.14f, 0}, {MIEN_AU7, 159, 0.4f, 0, -0.16f, 0},
    {MIEN_AU7, 158, 0.4f, 0, -0.14f, 0}, {MIEN_AU7, 23, 0.5f, 0, 0.12f, 0.05f},

    {MIEN_AU9, 129, 0.8f, 0.12f, 0.55f, 0.2f}, {MIEN_AU9, 98, 0.7f, 0.08f, 0.45f, 0.1f},
    {MIEN_AU9, 203, 1.0f, 0.05f, 0.60f, 0.3f}, {MIEN_AU9, 36, 1.0f, 0, 0.50f, 0.3f},
    {MIEN_AU9, 47, 0.8f, 0, 0.35f, 0.25f}, {MIEN_AU9, 101, 1.0f, 0, 0.35f, 0.2f},
    {MIEN_AU9, 0, 0.6f, 0, 0.30f, 0.1f}, {MIEN_AU9, 37, 0.6f, 0, 0.36f, 0.1f},
    {MIEN_AU9, 39, 0.6f, 0.03f, 0.42f, 0.1f}, {MIEN_AU9, 40, 0.6f, 0.05f, 0.35f, 0.05f},
    {MIEN_AU9, 206, 0.9f, 0.05f, 0.45f, 0.2f}, {MIEN_AU9, 55, 1.0f, -0.35f, -0.55f, 0.15f},
    {MIEN_AU9, 107, 1.0f, -0.25f, -0.45f, 0.1f}, {MIEN_AU9, 65, 0.9f, -0.2f, -0.45f, 0.1f},
    {MIEN_AU9, 8, 0.7f, 0, -0.40f, 0.1f}, {MIEN_AU9, 9, 0.7f, 0, -0.40f, 0.1f},
    {MIEN_AU9, 230, 0.7f, 0, 0.15f, 0.1f}, {MIEN_AU9, 145, 0.4f, 0, 0.12f, 0},
    {MIEN_AU9, 159, 0.4f, 0, -0.10f, 0}, {MIEN_AU9, 13, 0.4f, 0, 0.24f, 0},
    {MIEN_AU9, 82, 0.4f, 0, 0.27f, 0}, {MIEN_AU9, 81, 0.4f, 0, 0.30f, 0},
    {MIEN_AU9, 80, 0.4f, 0, 0.24f, 0},

    {MIEN_AU10, 0, 0.6f, 0, 0.42f, 0.1f}, {MIEN_AU10, 37, 0.6f, 0.02f, 0.58f, 0.1f},
    {MIEN_AU10, 39, 0.6f, 0.08f, 0.66f, 0.1f}, {MIEN_AU10, 40, 0.6f, 0.10f, 0.55f, 0.05f},
    {MIEN_AU10, 185, 0.5f, 0.08f, 0.25f, 0}, {MIEN_AU10, 206, 1.0f, 0.12f, 0.50f, 0.3f},
    {MIEN_AU10, 203, 0.9f, 0.10f, 0.50f, 0.3f}, {MIEN_AU10, 129, 0.6f, 0.15f, 0.22f, 0.05f},
    {MIEN_AU10, 36, 0.9f, 0.05f, 0.3f, 0.2f}, {MIEN_AU10, 13, 0.4f, 0, 0.42f, 0.05f},
    {MIEN_AU10, 81, 0.4f, 0.04f, 0.58f, 0.05f},
    {MIEN_AU10, 82, 0.4f, 0.02f, 0.50f, 0.05f}, {MIEN_AU10, 80, 0.4f, 0.05f, 0.44f, 0},

    {MIEN_AU12, 61, 0.7f, 0.80f, 0.95f, -0.45f}, {MIEN_AU12, 57, 0.8f, 0.75f, 0.90f, -0.3f},
    {MIEN_AU12, 185, 0.5f, 0.60f, 0.55f, -0.3f}, {MIEN_AU12, 40, 0.5f, 0.40f, 0.25f, -0.2f},
    {MIEN_AU12, 39, 0.5f, 0.20f, 0.06f, -0.1f}, {MIEN_AU12, 146, 0.5f, 0.60f, 0.42f, -0.3f},
    {MIEN_AU12, 91, 0.5f, 0.40f, 0.10f, -0.2f}, {MIEN_AU12, 181, 0.5f, 0.20f, -0.02f, -0.1f},
    {MIEN_AU12, 17, 0.5f, 0, -0.05f, -0.1f}, {MIEN_AU12, 216, 0.9f, 0.50f, 0.80f, 0.2f},
    {MIEN_AU12, 212, 1.0f, 0.45f, 0.60f, 0.1f}, {MIEN_AU12, 206, 0.9f, 0.20f, 0.50f, 0.3f},
    {MIEN_AU12, 207, 1.1f, 0.25f, 0.60f, 0.45f}, {MIEN_AU12, 205, 1.3f, 0.10f, 0.50f, 0.45f},
    {MIEN_AU12, 50, 1.3f, 0.05f, 0.40f, 0.3f}, {MIEN_AU12, 43, 0.8f, 0.45f, 0.40f, -0.1f},
    {MIEN_AU12, 129, 0.6f, 0.12f, 0.08f, 0},

    {MIEN_AU15, 61, 0.65f, 0.12f, -0.80f, -0.15f}, {MIEN_AU15, 57, 0.7f, 0.12f, -0.75f, -0.1f},
    {MIEN_AU15, 146, 0.5f, 0.10f, -0.55f, -0.1f}, {MIEN_AU15, 185, 0.5f, 0.10f, -0.55f, -0.1f},
    {MIEN_AU15, 91, 0.5f, 0.05f, -0.18f, 0}, {MIEN_AU15, 40, 0.5f, 0.05f, -0.22f, 0},
    {MIEN_AU15, 43, 0.8f, 0.12f, -0.60f, 0}, {MIEN_AU15, 212, 0.9f, 0.10f, -0.40f, 0.05f},
    {MIEN_AU15, 202, 1.0f, 0.1f, -0.25f, 0.1f}, {MIEN_AU15, 17, 0.5f, 0, 0.1f, 0.05f},

    {MIEN_AU16, 17, 0.6f, 0, -0.45f, 0.1f}, {MIEN_AU16, 84, 0.6f, 0.03f, -0.48f, 0.1f},
    {MIEN_AU16, 181, 0.6f, 0.08f, -0.45f, 0.05f}, {MIEN_AU16, 91, 0.5f, 0.10f, -0.3f, 0},
    {MIEN_AU16, 14, 0.4f, 0, -0.42f, 0.05f}, {MIEN_AU16, 178, 0.4f, 0.05f, -0.40f, 0},
    {MIEN_AU16, 18, 0.8f, 0, -0.20f, 0.1f},

    {MIEN_AU17, 17, 0.6f, 0, 0.45f, 0.2f}, {MIEN_AU17, 84, 0.6f, 0, 0.42f, 0.18f},
    {MIEN_AU17, 181, 0.6f, 0, 0.36f, 0.12f}, {MIEN_AU17, 14, 0.4f, 0, 0.32f, 0.2f},
    {MIEN_AU17, 18, 0.9f, 0, 0.50f, 0.1f}, {MIEN_AU17, 200, 1.2f, 0, 0.55f, 0.2f},
    {MIEN_AU17, 199, 1.2f, 0, 0.35f, 0.15f}, {MIEN_AU17, 0, 0.6f, 0, 0.28f, 0.18f},
    {MIEN_AU17, 37, 0.6f, 0, 0.26f, 0.15f}, {MIEN_AU17, 13, 0.4f, 0, 0.30f, 0.18f},
    {MIEN_AU17, 61, 0.5f, 0, -0.15f, 0},

    {MIEN_AU20, 61, 0.7f, 0.85f, -0.30f, -0.55f}, {MIEN_AU20, 57, 0.8f, 0.80f, -0.30f, -0.45f},
    {MIEN_AU20, 185, 0.5f, 0.70f, -0.15f, -0.4f}, {MIEN_AU20, 146, 0.5f, 0.70f, -0.35f, -0.4f},
    {MIEN_AU20, 40, 0.5f, 0.45f, -0.05f, -0.25f}, {MIEN_AU20, 91, 0.5f, 0.48f, -0.30f, -0.25f},
    {MIEN_AU20, 39, 0.5f, 0.22f, 0, -0.1f}, {MIEN_AU20, 181, 0.5f, 0.25f, -0.22f, -0.1f},
    {MIEN_AU20, 17, 0.5f, 0, -0.18f, -0.1f}, {MIEN_AU20, 43, 0.9f, 0.65f, -0.35f, -0.3f},
    {MIEN_AU20, 212, 1.1f, 0.55f, -0.25f, -0.2f}, {MIEN_AU20, 202, 1.2f, 0.45f, -0.35f, -0.1f},

    {MIEN_AU22, 0, 0.6f, 0, 0.22f, 0.40f}, {MIEN_AU22, 37, 0.6f, -0.03f, 0.22f, 0.40f},
    {MIEN_AU22, 39, 0.6f, -0.10f, 0.18f, 0.38f}, {MIEN_AU22, 40, 0.5f, -0.25f, 0.10f, 0.35f},
    {MIEN_AU22, 61, 0.7f, -0.55f, 0, 0.35f}, {MIEN_AU22, 57, 0.8f, -0.4f, 0, 0.25f},
    {MIEN_AU22, 91, 0.5f, -0.25f, -0.10f, 0.38f}, {MIEN_AU22, 181, 0.6f, -0.10f, -0.18f, 0.4f},
    {MIEN_AU22, 17, 0.6f, 0, -0.22f, 0.40f}, {MIEN_AU22, 13, 0.4f, 0, 0.25f, 0.2f},
    {MIEN_AU22, 14, 0.4f, 0, -0.25f, 0.2f},

    {MIEN_AU23, 61, 0.6f, -0.38f, 0, 0.12f}, {MIEN_AU23, 185, 0.4f, -0.30f, -0.08f, 0.05f},
    {MIEN_AU23, 40, 0.4f, -0.20f, -0.15f, 0}, {MIEN_AU23, 39, 0.4f, -0.10f, -0.20f, -0.08f},
    {MIEN_AU23, 37, 0.4f, 0, -0.22f, -0.1f}, {MIEN_AU23, 0, 0.4f, 0, -0.22f, -0.1f},
    {MIEN_AU23, 146, 0.4f, -0.30f, 0.10f, 0.05f}, {MIEN_AU23, 91, 0.4f, -0.20f, 0.22f, 0},
    {MIEN_AU23, 181, 0.4f, -0.10f, 0.30f, -0.05f}, {MIEN_AU23, 84, 0.4f, 0, 0.34f, -0.05f},
    {MIEN_AU23, 17, 0.4f, 0, 0.34f, -0.05f}, {MIEN_AU23, 57, 0.7f, -0.25f, 0, 0.15f},

    {MIEN_AU24, 61, 0.6f, -0.12f, -0.05f, 0}, {MIEN_AU24, 40, 0.4f, -0.05f, -0.22f, -0.1f},
    {MIEN_AU24, 39, 0.4f, 0, -0.32f, -0.15f}, {MIEN_AU24, 37, 0.4f, 0, -0.34f, -0.2f},
    {MIEN_AU24, 0, 0.4f, 0, -0.32f, -0.2f}, {MIEN_AU24, 91, 0.4f, -0.05f, 0.30f, -0.1f},
    {MIEN_AU24, 181, 0.4f, 0, 0.42f, -0.1f}, {MIEN_AU24, 84, 0.4f, 0, 0.46f, -0.1f},
    {MIEN_AU24, 17, 0.4f, 0, 0.46f, -0.1f}, {MIEN_AU24, 200, 1.0f, 0, 0.15f, 0.1f},

    {MIEN_AU25, 13, 0.4f, 0, 0.20f, 0}, {MIEN_AU25, 82, 0.4f, 0, 0.20f, 0},
    {MIEN_AU25, 81, 0.4f, 0, 0.16f, 0}, {MIEN_AU25, 80, 0.3f, 0, 0.10f, 0},
    {MIEN_AU25, 0, 0.5f, 0, 0.08f, 0}, {MIEN_AU25, 14, 0.4f, 0, -0.42f, 0},
    {MIEN_AU25, 87, 0.4f, 0, -0.40f, 0}, {MIEN_AU25, 178, 0.4f, 0, -0.34f, 0},
    {MIEN_AU25, 88, 0.3f, 0, -0.20f, 0}, {MIEN_AU25, 17, 0.6f, 0, -0.28f, 0},
    {MIEN_AU25, 181, 0.5f, 0, -0.22f, 0},

    {MIEN_AU26, 61, 0.7f, -0.08f, 0.10f, 0}, {MIEN_AU27, 61, 0.8f, -0.35f, 0.15f, 0.1f},
    {MIEN_AU27, 57, 0.9f, -0.30f, 0.05f, 0}, {MIEN_AU27, 13, 0.5f, 0, 0.12f, 0},

    {MIEN_AU43, 246, 0.3f, 0, -0.20f, 0.02f}, {MIEN_AU43, 161, 0.3f, 0, -0.48f, 0.05f},
    {MIEN_AU43, 160, 0.3f, 0, -0.64f, 0.08f}, {MIEN_AU43, 159, 0.3f, 0, -0.72f, 0.1f},
    {MIEN_AU43, 158, 0.3f, 0, -0.66f, 0.08f}, {MIEN_AU43, 157, 0.3f, 0, -0.46f, 0.05f},
    {MIEN_AU43, 173, 0.25f, 0, -0.16f, 0.02f}, {MIEN_AU43, 27, 0.4f, 0, -0.22f, 0.05f},
    {MIEN_AU43, 29, 0.4f, 0, -0.20f, 0.05f}, {MIEN_AU43, 28, 0.4f, 0, -0.18f, 0.05f},
};
const int32_t mien_pull_count = sizeof mien_pulls / sizeof *mien_pulls;

const uint16_t mien_skull_points[MIEN_SKULL_POINTS] = {
    0, 37, 39, 40, 185, 13, 82, 81, 80, 191, 1, 2, 98, 129, 203, 36, 101, 50, 117, 123, 234, 127,
    93, 6, 9, 105, 33};
const uint16_t mien_jaw_points[MIEN_JAW_POINTS] = {
    17, 84, 181, 91, 14, 87, 178, 88, 18, 83, 182, 200, 201, 199, 208, 152, 148, 176, 149, 150,
    136, 172, 169, 204, 211};
const float mien_jaw_joint[2] = {1.0f, -2.2f};

/* The first of each emotion is EMFACS' prototype, the others its variants. AU 25 goes with 26. */
const struct mien_expression mien_expressions[MIEN_EXPRESSIONS] = {
    {0, 0.35f, {{MIEN_AU4, 1.0f}, {MIEN_AU5, 0.5f}, {MIEN_AU7, 0.8f}, {MIEN_AU23, 0.9f}}},
    {0, 0.20f, {{MIEN_AU4, 1.0f}, {MIEN_AU7, 0.8f}, {MIEN_AU17, 0.5f}, {MIEN_AU24, 0.9f}}},
    {0, 0.25f, {{MIEN_AU4, 1.0f}, {MIEN_AU7, 0.8f}, {MIEN_AU9, 0.25f}, {MIEN_AU10, 0.7f},
                {MIEN_AU16, 0.6f}, {MIEN_AU20, 0.3f}, {MIEN_AU25, 0.9f}, {MIEN_AU26, 0.2f}}},
    {0, 0.20f, {{MIEN_AU4, 1.0f}, {MIEN_AU5, 0.4f}, {MIEN_AU7, 0.6f}, {MIEN_AU10, 0.4f},
                {MIEN_AU22, 0.5f}, {MIEN_AU25, 0.8f}, {MIEN_AU26, 0.5f}, {MIEN_AU27, 0.5f}}},
    {1, 0.35f, {{MIEN_AU9, 1.0f}, {MIEN_AU15, 0.6f}, {MIEN_AU16, 0.4f}, {MIEN_AU25, 0.2f}}},
    {1, 0.30f, {{MIEN_AU9, 0.9f}, {MIEN_AU10, 0.8f}, {MIEN_AU17, 0.7f}, {MIEN_AU7, 0.4f}}},
    {1, 0.35f, {{MIEN_AU9, 1.0f}, {MIEN_AU10, 0.9f}, {MIEN_AU6, 0.4f}, {MIEN_AU16, 0.4f},
                {MIEN_AU25, 0.7f}, {MIEN_AU26, 0.3f}, {MIEN_AU15, 0.3f}}},
    {2, 0.45f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 0.5f}, {MIEN_AU4, 0.5f}, {MIEN_AU5, 1.0f},
                {MIEN_AU7, 0.2f}, {MIEN_AU20, 0.9f}, {MIEN_AU25, 0.8f}, {MIEN_AU26, 0.5f}}},
    {2, 0.30f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 0.4f}, {MIEN_AU4, 0.6f}, {MIEN_AU5, 1.0f},
                {MIEN_AU20, 1.0f}, {MIEN_AU25, 0.6f}}},
    {2, 0.25f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 0.5f}, {MIEN_AU4, 0.6f}, {MIEN_AU5, 1.0f},
                {MIEN_AU20, 0.6f}, {MIEN_AU25, 0.9f}, {MIEN_AU26, 0.6f}, {MIEN_AU27, 0.35f}}},
    {3, 0.30f, {{MIEN_AU6, 0.8f}, {MIEN_AU12, 0.9f}}},
    {3, 0.45f, {{MIEN_AU6, 0.9f}, {MIEN_AU12, 1.0f}, {MIEN_AU25, 0.8f}, {MIEN_AU10, 0.15f}}},
    {3, 0.25f, {{MIEN_AU6, 1.0f}, {MIEN_AU12, 1.1f}, {MIEN_AU25, 1.0f}, {MIEN_AU26, 0.7f},
                {MIEN_AU7, 0.3f}}},
    {4, 0.35f, {{MIEN_AU1, 1.0f}, {MIEN_AU4, 0.6f}, {MIEN_AU15, 1.0f}, {MIEN_AU43, 0.2f}}},
    {4, 0.30f, {{MIEN_AU1, 0.9f}, {MIEN_AU4, 0.6f}, {MIEN_AU15, 1.0f}, {MIEN_AU17, 0.7f},
                {MIEN_AU43, 0.25f}}},
    {4, 0.20f, {{MIEN_AU1, 1.0f}, {MIEN_AU4, 0.7f}, {MIEN_AU15, 0.8f}, {MIEN_AU43, 0.6f}}},
    {4, 0.15f, {{MIEN_AU1, 1.0f}, {MIEN_AU4, 0.8f}, {MIEN_AU6, 0.4f}, {MIEN_AU15, 1.0f},
                {MIEN_AU20, 0.2f}, {MIEN_AU25, 0.6f}, {MIEN_AU43, 0.5f}}},
    {5, 0.45f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 1.0f}, {MIEN_AU5, 0.6f}, {MIEN_AU25, 0.8f},
                {MIEN_AU26, 1.0f}}},
    {5, 0.35f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 1.0f}, {MIEN_AU5, 0.8f}, {MIEN_AU25, 1.0f},
                {MIEN_AU27, 0.9f}}},
    {5, 0.20f, {{MIEN_AU1, 1.0f}, {MIEN_AU2, 1.0f}, {MIEN_AU5, 0.6f}, {MIEN_AU25, 0.7f},
                {MIEN_AU26, 0.5f}, {MIEN_AU22, 0.5f}}},
    {6, 0.80f, {{0, 0}}},
    {6, 0.20f, {{MIEN_AU25, 0.35f}, {MIEN_AU26, 0.1f}}},
};
