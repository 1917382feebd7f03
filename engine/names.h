/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The words of the uapi header's X-lists as tables: names, types, bases.
 * Called from everywhere; constant data, any context.
 * Every *_name() answers "?" for a number that is out of range; every *_find()
 * answers -1 when the word is not there (`len` bytes, no NUL needed).
 */
#ifndef OOMT_ENGINE_NAMES_H
#define OOMT_ENGINE_NAMES_H

#include "compat.h"

const char *oomt_field_name(unsigned int field);
enum oomt_type oomt_field_type(unsigned int field);
enum oomt_base oomt_field_base(unsigned int field);
bool oomt_field_is_text(unsigned int field);	/* STRING or PATH */
int oomt_field_find(const char *word, size_t len);

const char *oomt_metric_name(unsigned int metric);
enum oomt_type oomt_metric_type(unsigned int metric);
enum oomt_base oomt_metric_base(unsigned int metric);
int oomt_metric_find(const char *word, size_t len);

const char *oomt_cgroup_metric_name(unsigned int metric);
enum oomt_type oomt_cgroup_metric_type(unsigned int metric);
int oomt_cgroup_metric_find(const char *word, size_t len);

const char *oomt_hook_name(unsigned int hook);
int oomt_hook_find(const char *word, size_t len);
const char *oomt_cmp_name(unsigned int cmp);
const char *oomt_op_name(unsigned int op);
const char *oomt_action_name(unsigned int kind);
const char *oomt_unit_name(unsigned int unit);
int oomt_action_find(const char *word, size_t len);
int oomt_unit_find(const char *word, size_t len);
const char *oomt_refusal_text(unsigned int refusal);
const char *oomt_ending_text(unsigned int ending);
const char *oomt_event_name(unsigned int event);
const char *oomt_handler_name(unsigned int state);

#endif /* OOMT_ENGINE_NAMES_H */
