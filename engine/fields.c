// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Reading a picture: fields of a task, bases of percentages, comparisons.
 * Called from vm and decide; any context, no side effects.
 */
#include "fields.h"
#include "amount.h"
#include "names.h"

#define OOMT_PAGE_SIZE		4096	/* of the score's definition */
#define OOM_SCORE_ADJ_MIN	(-1000)

struct oomt_domain oomt_domain_of(const struct oomt_picture *pic)
{
	struct oomt_domain domain = { -1, -1 };

	if (oomt_picture_knows(pic, OOMT_M_MEM_TOTAL))
		domain.mem_total = pic->metric[OOMT_M_MEM_TOTAL];
	if (oomt_picture_knows(pic, OOMT_M_SWAP_TOTAL))
		domain.swap_total = pic->metric[OOMT_M_SWAP_TOTAL];
	return domain;
}

/* A sum of which a part is unknown is unknown. */
static bool total_known(const struct oomt_task *task)
{
	return oomt_task_knows(task, OOMT_F_RSS) &&
	       oomt_task_knows(task, OOMT_F_SWAP) &&
	       oomt_task_knows(task, OOMT_F_PGTABLES);
}

bool oomt_oom_score(const struct oomt_picture *pic,
		    const struct oomt_task *task, s64 *score)
{
	struct oomt_domain domain = oomt_domain_of(pic);
	s64 pages, points;

	*score = 0;
	if (domain.mem_total < 0 || domain.swap_total < 0)
		return false;
	if (task->flags & OOMT_TASK_KTHREAD || task->pid == 1)
		return true;
	if (!oomt_task_knows(task, OOMT_F_OOM_SCORE_ADJ))
		return false;
	if (task->oom_score_adj == OOM_SCORE_ADJ_MIN)
		return true;
	if (!total_known(task))
		return false;
	pages = domain.mem_total / OOMT_PAGE_SIZE +
		domain.swap_total / OOMT_PAGE_SIZE;
	if (!pages)
		return true;
	points = task->rss / OOMT_PAGE_SIZE + task->swap / OOMT_PAGE_SIZE +
		 task->pgtables / OOMT_PAGE_SIZE;
	points += task->oom_score_adj * (pages / 1000);
	*score = (1000 + oomt_muldiv(points, 1000, pages)) * 2 / 3;
	return true;
}

/* memcg.*: of the task's own cgroup. */
static bool memcg_get(const struct oomt_picture *pic,
		      const struct oomt_task *task,
		      enum oomt_cgroup_metric metric, s64 *value)
{
	const struct oomt_cgroup *cgroup = oomt_task_cgroup(pic, task);

	if (!cgroup || !oomt_cgroup_knows(cgroup, metric))
		return false;
	*value = cgroup->metric[metric];
	return true;
}

bool oomt_field_get(const struct oomt_picture *pic,
		    const struct oomt_task *task, enum oomt_field field,
		    s64 *value)
{
	*value = 0;
	switch (field) {
	case OOMT_F_TOTAL:
		if (!total_known(task))
			return false;
		*value = oomt_task_weight(task);
		return true;
	case OOMT_F_AGE:
		*value = pic->now_ns > task->start_ns ?
				 (s64)(pic->now_ns - task->start_ns) : 0;
		return true;
	case OOMT_F_OOM_SCORE:
		return oomt_oom_score(pic, task, value);
	case OOMT_F_MEMCG_CURRENT:
		return memcg_get(pic, task, OOMT_CM_MEMORY_CURRENT, value);
	case OOMT_F_MEMCG_MAX:
		return memcg_get(pic, task, OOMT_CM_MEMORY_MAX, value);
	default:
		break;
	}
	if (!oomt_task_knows(task, field))
		return false;
	switch (field) {
	case OOMT_F_PID:
		*value = task->pid;
		return true;
	case OOMT_F_PPID:
		*value = task->ppid;
		return true;
	case OOMT_F_PGRP:
		*value = task->pgrp;
		return true;
	case OOMT_F_SESSION:
		*value = task->session;
		return true;
	case OOMT_F_UID:
		*value = task->uid;
		return true;
	case OOMT_F_GID:
		*value = task->gid;
		return true;
	case OOMT_F_RSS:
		*value = task->rss;
		return true;
	case OOMT_F_ANON:
		*value = task->anon;
		return true;
	case OOMT_F_FILE:
		*value = task->file;
		return true;
	case OOMT_F_SHMEM:
		*value = task->shmem;
		return true;
	case OOMT_F_SWAP:
		*value = task->swap;
		return true;
	case OOMT_F_PGTABLES:
		*value = task->pgtables;
		return true;
	case OOMT_F_VSIZE:
		*value = task->vsize;
		return true;
	case OOMT_F_OOM_SCORE_ADJ:
		*value = task->oom_score_adj;
		return true;
	case OOMT_F_THREADS:
		*value = task->threads;
		return true;
	case OOMT_F_CHILDREN:
		*value = task->children;
		return true;
	case OOMT_F_GROWTH:
		*value = task->growth;
		return true;
	case OOMT_F_TREE_TOTAL:
		*value = task->tree_total;
		return true;
	default:
		return false;
	}
}

bool oomt_cgroup_base_get(const struct oomt_domain *domain,
			  const struct oomt_cgroup *cgroup, s64 *base)
{
	*base = -1;
	if (!oomt_cgroup_knows(cgroup, OOMT_CM_MEMORY_MAX))
		return false;
	*base = cgroup->metric[OOMT_CM_MEMORY_MAX];
	if (*base >= OOMT_NO_LIMIT)
		*base = domain->mem_total;
	return *base >= 0;
}

bool oomt_field_base_get(const struct oomt_domain *domain,
			 const struct oomt_picture *pic,
			 const struct oomt_task *task, enum oomt_field field,
			 s64 *base)
{
	const struct oomt_cgroup *cgroup;

	switch (oomt_field_base(field)) {
	case OOMT_B_MEM:
		*base = domain->mem_total;
		break;
	case OOMT_B_SWAP:
		*base = domain->swap_total;
		break;
	case OOMT_B_MEMCG:
		cgroup = oomt_task_cgroup(pic, task);
		*base = -1;
		return cgroup && oomt_cgroup_base_get(domain, cgroup, base);
	default:
		*base = -1;
		break;
	}
	return *base >= 0;
}

bool oomt_compare(s64 lhs, enum oomt_cmp cmp, s64 rhs)
{
	switch (cmp) {
	case OOMT_CMP_EQ:
		return lhs == rhs;
	case OOMT_CMP_NE:
		return lhs != rhs;
	case OOMT_CMP_LT:
		return lhs < rhs;
	case OOMT_CMP_LE:
		return lhs <= rhs;
	case OOMT_CMP_GT:
		return lhs > rhs;
	case OOMT_CMP_GE:
		return lhs >= rhs;
	default:
		return false;
	}
}
