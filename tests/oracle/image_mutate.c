// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Mutations of table images; each leaves memory whole, whatever it makes. */
#include "image_mutate.h"

/* The members of the wire format's structures: where a value means a thing. */
struct member {
	unsigned int section, element, offset, width;
};

#define MEMBER(section, type, name)					\
	{ OOMT_S_##section, sizeof(struct type), offsetof(struct type, name), \
	  sizeof(((struct type *)NULL)->name) }

static const struct member members[] = {
	MEMBER(CHAINS, oomt_chain, name), MEMBER(CHAINS, oomt_chain, hook),
	MEMBER(CHAINS, oomt_chain, flags), MEMBER(CHAINS, oomt_chain, policy),
	MEMBER(CHAINS, oomt_chain, order),
	MEMBER(CHAINS, oomt_chain, priority),
	MEMBER(CHAINS, oomt_chain, policy_action),
	MEMBER(CHAINS, oomt_chain, scope), MEMBER(CHAINS, oomt_chain, code),
	MEMBER(CHAINS, oomt_chain, code_len),
	MEMBER(CHAINS, oomt_chain, when), MEMBER(CHAINS, oomt_chain, when_len),
	MEMBER(CHAINS, oomt_chain, until),
	MEMBER(CHAINS, oomt_chain, until_len),
	MEMBER(CHAINS, oomt_chain, rule),
	MEMBER(CHAINS, oomt_chain, rule_count),
	MEMBER(CHAINS, oomt_chain, deadline_ms),
	MEMBER(CHAINS, oomt_chain, cooldown_ms),
	MEMBER(CHAINS, oomt_chain, loc), MEMBER(CHAINS, oomt_chain, policy_loc),
	MEMBER(RULES, oomt_rule, loc), MEMBER(RULES, oomt_rule, chain),
	MEMBER(RULES, oomt_rule, code), MEMBER(RULES, oomt_rule, code_len),
	MEMBER(RULES, oomt_rule, comment),
	MEMBER(INSNS, oomt_insn, op), MEMBER(INSNS, oomt_insn, field),
	MEMBER(INSNS, oomt_insn, cmp), MEMBER(INSNS, oomt_insn, flags),
	MEMBER(INSNS, oomt_insn, arg), MEMBER(INSNS, oomt_insn, imm),
	MEMBER(ACTIONS, oomt_action, kind), MEMBER(ACTIONS, oomt_action, unit),
	MEMBER(ACTIONS, oomt_action, signal),
	MEMBER(ACTIONS, oomt_action, flags),
	MEMBER(ACTIONS, oomt_action, grace_ms),
	MEMBER(ACTIONS, oomt_action, prefer),
	MEMBER(ACTIONS, oomt_action, reserved),
	MEMBER(ACTIONS, oomt_action, amount),
	MEMBER(ACTIONS, oomt_action, text),
	MEMBER(SETS, oomt_set, first), MEMBER(SETS, oomt_set, count),
	MEMBER(SETS, oomt_set, name), MEMBER(SETS, oomt_set, flags),
	MEMBER(RANGES, oomt_range, lo), MEMBER(RANGES, oomt_range, hi),
	MEMBER(RANGES, oomt_range, flags), MEMBER(RANGES, oomt_range, reserved),
	MEMBER(ATOMS, oomt_atom, field), MEMBER(ATOMS, oomt_atom, first),
	MEMBER(ATOMS, oomt_atom, count), MEMBER(ATOMS, oomt_atom, name),
	MEMBER(PATTERNS, oomt_pattern, text),
	MEMBER(PATTERNS, oomt_pattern, kind),
	MEMBER(DFAS, oomt_dfa, field), MEMBER(DFAS, oomt_dfa, start),
	MEMBER(DFAS, oomt_dfa, state), MEMBER(DFAS, oomt_dfa, states),
	MEMBER(DFAS, oomt_dfa, edge), MEMBER(DFAS, oomt_dfa, edges),
	MEMBER(DFAS, oomt_dfa, cls), MEMBER(DFAS, oomt_dfa, classes),
	MEMBER(DFAS, oomt_dfa, bytemap), MEMBER(DFAS, oomt_dfa, columns),
	MEMBER(STATES, oomt_state_row, base),
	MEMBER(STATES, oomt_state_row, other),
	MEMBER(STATES, oomt_state_row, cls),
	MEMBER(EDGES, oomt_edge, check), MEMBER(EDGES, oomt_edge, next),
	{ OOMT_S_CLASSES, 4, 0, 4 }, { OOMT_S_MEMBERS, 4, 0, 4 },
	{ OOMT_S_BYTEMAPS, 1, 0, 1 }, { OOMT_S_STRINGS, 1, 0, 1 },
};

static struct oomt_image *head_of(const struct image_bytes *image)
{
	return (struct oomt_image *)image->data;
}

/* A place of a section, whole elements inside the bytes; NULL: there is none. */
static u8 *pick_element(struct generate *g, const struct image_bytes *image,
			unsigned int section, size_t element)
{
	const struct oomt_image_section *s;
	size_t room;
	u32 count;

	if (image->size < sizeof(struct oomt_image))
		return NULL;
	s = &head_of(image)->section[section];
	if (s->offset >= image->size)
		return NULL;
	room = (image->size - s->offset) / element;
	count = s->count < room ? s->count : room;
	if (!count)
		return NULL;
	return image->data + s->offset + generate_below(g, count) * element;
}

/* A value that may mean something: near 0, near a limit, near what was. */
static u64 pick_value(struct generate *g, const struct image_bytes *image,
		      u64 old)
{
	static const u64 edges[] = {
		0, 1, 2, 9, 16, 255, 256, 1000, 1024, 65535, 65536, 10000,
		10001, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe,
		0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff,
	};

	switch (generate_below(g, 6)) {
	case 0:
		return edges[generate_below(g, ARRAY_SIZE(edges))];
	case 1:
		return old + 1 - 2 * generate_below(g, 2);
	case 2:
		return head_of(image)->section[
			generate_below(g, OOMT_S_COUNT)].count -
			generate_below(g, 2);
	case 3:
		return generate_chance(g, 30) ? generate_next(g) : old;
	default:
		return generate_below(g, 24);
	}
}

/* ---- the mutations ------------------------------------------------------ */

static void flip_bits(struct generate *g, struct image_bytes *image)
{
	u32 count = 1 + generate_below(g, 4);

	while (image->size && count--)
		image->data[generate_below(g, image->size)] ^=
			1U << generate_below(g, 8);
}

static void set_member(struct generate *g, struct image_bytes *image)
{
	const struct member *m = &members[generate_below(g,
							 ARRAY_SIZE(members))];
	u8 *element = pick_element(g, image, m->section, m->element);
	unsigned int width = m->width > 8 ? 8 : m->width;
	u64 value = 0;

	if (!element)
		return;
	memcpy(&value, element + m->offset, width);
	value = pick_value(g, image, value);
	memcpy(element + m->offset, &value, width);
}

/* What the operation would need there, or nearly. */
static s64 pick_operand(struct generate *g, const struct image_bytes *image,
			unsigned int op)
{
	const struct oomt_image_section *s = head_of(image)->section;
	u32 slack = generate_chance(g, 10);

	static const u8 verdicts[] = {
		OOMT_OP_EXEMPT, OOMT_OP_KILL, OOMT_OP_JUMP, OOMT_OP_GOTO,
		OOMT_OP_RETURN, OOMT_OP_CONTINUE, OOMT_OP_DRY,
	};

	if (op == OOMT_OP_DRY) {
		op = verdicts[generate_below(g, ARRAY_SIZE(verdicts) -
						!slack)];
		return op == OOMT_OP_DRY ? op :
		       op | pick_operand(g, image, op) << 8;
	}
	switch (op) {
	case OOMT_OP_JUMP:
	case OOMT_OP_GOTO:
		return generate_below(g, s[OOMT_S_CHAINS].count % 4096 +
				      slack + 1);
	case OOMT_OP_KILL:
		return generate_below(g, s[OOMT_S_ACTIONS].count % 4096 +
				      slack + 1);
	case OOMT_OP_SCORE:
	case OOMT_OP_FOR:
		return generate_below(g, 2000);
	default:
		return slack;
	}
}

/* The rule that an instruction stands in, or 0. */
static u32 rule_of(const struct image_bytes *image, const u8 *insn)
{
	const struct oomt_image_section *s = head_of(image)->section;
	const struct oomt_image_section *rules = &s[OOMT_S_RULES];
	u32 at = (insn - image->data - s[OOMT_S_INSNS].offset) /
		 sizeof(struct oomt_insn), i;
	struct oomt_rule rule;

	for (i = 0; i < rules->count; i++) {
		size_t place = rules->offset + i * sizeof(rule);

		if (place + sizeof(rule) > image->size)
			break;
		memcpy(&rule, image->data + place, sizeof(rule));
		if (at >= rule.code && at - rule.code < rule.code_len)
			return i;
	}
	return 0;
}

/* An instruction of any kind, also of those that no text makes yet. */
static void set_insn(struct generate *g, struct image_bytes *image)
{
	u8 *place = pick_element(g, image, OOMT_S_INSNS,
				 sizeof(struct oomt_insn));
	static const u8 words[] = {
		OOMT_OP_SCORE, OOMT_OP_COUNTER,
		OOMT_OP_EXEMPT, OOMT_OP_KILL, OOMT_OP_JUMP, OOMT_OP_GOTO,
		OOMT_OP_RETURN, OOMT_OP_CONTINUE, OOMT_OP_DRY,
	};
	struct oomt_insn insn;

	if (!place)
		return;
	memcpy(&insn, place, sizeof(insn));
	if (insn.op <= OOMT_OP_MATCH_STR && generate_chance(g, 70)) {
		/* another comparison of another field, and the like */
		if (generate_chance(g, 40))
			insn.field = generate_below(g, OOMT_F_COUNT + 1);
		if (generate_chance(g, 40))
			insn.cmp = generate_below(g, OOMT_CMP_COUNT + 1);
		if (generate_chance(g, 40))
			insn.flags = generate_below(g, 9);
		if (generate_chance(g, 20))
			insn.imm = generate_below(g, 12);
		if (generate_chance(g, 10))
			insn.arg = generate_below(g, 5);
	} else {
		insn.op = generate_chance(g, 60) ?
			words[generate_below(g, ARRAY_SIZE(words))] :
			generate_below(g, OOMT_OP_COUNT + 1);
		insn.imm = pick_operand(g, image, insn.op);
		insn.arg = generate_chance(g, 10) ? generate_below(g, 5) :
						    rule_of(image, place);
		if (generate_chance(g, 90)) {
			insn.field = 0;
			insn.cmp = 0;
			insn.flags = 0;
		}
	}
	memcpy(place, &insn, sizeof(insn));
}

static void set_header(struct generate *g, struct image_bytes *image)
{
	struct oomt_image *head = head_of(image);

	switch (generate_below(g, 8)) {
	case 0:
		head->magic = generate_next(g);
		break;
	case 1:
		head->version = generate_below(g, 3);
		break;
	case 2:
		head->sections = generate_below(g, OOMT_S_COUNT + 2);
		break;
	case 3:
		head->size = pick_value(g, image, head->size);
		break;
	case 4:
		head->name = pick_value(g, image, head->name);
		break;
	case 5:
		head->scope = pick_value(g, image, head->scope);
		break;
	case 6:
		head->for_states = pick_value(g, image, head->for_states);
		break;
	default:
		head->reserved = generate_below(g, 2);
		break;
	}
}

static void set_section(struct generate *g, struct image_bytes *image)
{
	struct oomt_image_section *s =
		&head_of(image)->section[generate_below(g, OOMT_S_COUNT)];

	if (generate_chance(g, 60))
		s->count = pick_value(g, image, s->count);
	else if (generate_chance(g, 70))
		s->offset = head_of(image)->section[
			generate_below(g, OOMT_S_COUNT)].offset;
	else
		s->offset = pick_value(g, image, s->offset);
}

/* One element over another, of this image or of another one. */
static void splice(struct generate *g, struct image_bytes *image,
		   const struct image_bytes *donor)
{
	const struct member *m = &members[generate_below(g,
							 ARRAY_SIZE(members))];
	u8 *to = pick_element(g, image, m->section, m->element);
	u8 *from = pick_element(g, generate_chance(g, 60) ? image : donor,
				m->section, m->element);

	if (to && from)
		memmove(to, from, m->element);
}

/* A whole section of another image in the place of the own. */
static void graft(struct generate *g, struct image_bytes *image,
		  const struct image_bytes *donor)
{
	unsigned int section = generate_below(g, OOMT_S_COUNT);
	const struct oomt_image_section *from =
		&head_of(donor)->section[section];
	struct oomt_image_section *to = &head_of(image)->section[section];
	size_t bytes = 1 + generate_below(g, 4096), own;

	if (from->offset >= donor->size || to->offset >= image->size)
		return;
	own = image->size - to->offset;
	if (bytes > own)
		bytes = own;
	if (bytes > donor->size - from->offset)
		bytes = donor->size - from->offset;
	memcpy(image->data + to->offset, donor->data + from->offset, bytes);
	if (generate_chance(g, 50))
		to->count = from->count;
}

/* Longer or shorter, with the header in the know or not. */
static void resize(struct generate *g, struct image_bytes *image)
{
	size_t size = image->size;

	if (generate_chance(g, 50))
		size -= generate_below(g, size + 1);
	else
		size += 8 * generate_below(g, 64);
	if (size > image->room)
		size = image->room;
	if (size > image->size)
		memset(image->data + image->size, 0, size - image->size);
	image->size = size;
	if (size >= sizeof(struct oomt_image) && generate_chance(g, 80))
		head_of(image)->size = size;
}

/* Zeroes behind the end, and a section that claims to reach into them. */
static void inflate(struct generate *g, struct image_bytes *image)
{
	static const u32 counts[] = {
		OOMT_CHAINS_MAX + 1, OOMT_RULES_MAX + 1, OOMT_ATOMS_MAX + 1,
	};
	static const unsigned int sections[] = {
		OOMT_S_CHAINS, OOMT_S_RULES, OOMT_S_ATOMS,
	};
	static const size_t elements[] = {
		sizeof(struct oomt_chain), sizeof(struct oomt_rule),
		sizeof(struct oomt_atom),
	};
	u32 which = generate_below(g, 10) < 6 ? 0 : 1 + generate_below(g, 2);
	size_t at = image->size, size = at + counts[which] * elements[which];
	struct oomt_image_section *s;
	u8 *data;

	size = (size + 7) / 8 * 8;
	data = calloc(1, size);
	if (!data)
		return;
	memcpy(data, image->data, image->size);
	free(image->data);
	image->data = data;
	image->size = size;
	image->room = size;
	s = &head_of(image)->section[sections[which]];
	s->offset = at / 8 * 8;
	s->count = counts[which];
	head_of(image)->size = size;
}

void image_mutate(struct generate *g, struct image_bytes *image,
		  const struct image_bytes *donor)
{
	u32 count = generate_chance(g, 60) ? 1 : 1 + generate_below(g, 4);

	if (generate_chance(g, 1) && generate_chance(g, 30))
		inflate(g, image);
	while (count-- && image->size >= sizeof(struct oomt_image)) {
		switch (generate_below(g, 40)) {
		case 0:
			flip_bits(g, image);
			break;
		case 1:
			set_header(g, image);
			break;
		case 2: case 3:
			set_section(g, image);
			break;
		case 4:
			resize(g, image);
			break;
		case 5:
			graft(g, image, donor);
			break;
		case 6: case 7: case 8: case 9: case 10:
			splice(g, image, donor);
			break;
		case 11: case 12: case 13: case 14: case 15: case 16:
		case 17: case 18: case 19: case 20:
			set_insn(g, image);
			break;
		default:
			set_member(g, image);
			break;
		}
	}
}
