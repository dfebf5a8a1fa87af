/* script.h - what the puppet does in time: expressions of EMFACS (mien_expressions) that come and
 * go, head turns, blinks, small drifts. */
#ifndef MIEN_VIEWER_PUPPET_SCRIPT_H
#define MIEN_VIEWER_PUPPET_SCRIPT_H

#include "viewer/puppet/pose.h"

/* The script at `seconds` from its start, for any of them; it repeats after PUPPET_ROUND. All seven
 * emotions are shown, for at least two seconds each, with turns of the head between. */
#define PUPPET_ROUND 48.0
struct puppet_pose puppet_script(double seconds);

/* The turns alone, with a neutral face: yaw from -`reach` to `reach` radians and back in ten
 * seconds, pitch and roll a third of that, out of step. */
struct puppet_pose puppet_turns(double seconds, float reach);

#endif
