/* Delivery kits: one readable YAML file each (config/kits, or the folder `kits:` names). */
#ifndef DOCKET_CONF_KIT_H
#define DOCKET_CONF_KIT_H

#include "docket/base/asset.h"
#include "docket/base/err.h"
#include "docket/base/str.h"
#include "docket/base/vec.h"

enum { KIT_LANGS = 4 }; /* en de fr es */
extern const char *const kit_langs[KIT_LANGS];

struct kit_question {
	const char *field;           /* one of the ten names of a brief */
	const char *ask[KIT_LANGS];  /* plain words; de, fr, es fall back to en */
};
struct kit_stage {
	const char *name; /* creative, copy, account, client, legal */
	const char *role; /* whose yes */
	const char *rule; /* any, all, order */
};
struct kit {
	const char *name;             /* file name without .yaml */
	const char *title[KIT_LANGS]; /* "social post" */
	VEC(const char *) required;   /* field names */
	VEC(struct kit_question) questions;
	VEC(struct kit_stage) route;
	VEC(const char *) qa, formats, sizes;
	const char *naming;           /* "{client}-{job}-{version}-{size}" */
	const char *maker;            /* role of who makes it: creative, copy */
	double hours;                 /* usual effort */
	int review_days;              /* business days for a client's word on a version */
	int window_days;              /* business days in which comments count for a round; 0: no end */
	int stage_hours;              /* business hours for the word on each stage of ours */
	int sla_hours;                /* business hours from ready to first version */
};
struct kits {
	VEC(struct kit) all; /* sorted by name */
	struct pool *pool;
};

/* The built-in kits, with those of `folder` (may be NULL) laid over them. */
int kits_load(const char *folder, struct kits **out, struct str *faults, struct err *e);
void kits_free(struct kits *k);
const struct kit *kits_find(const struct kits *k, const char *name);
/* The question for a field of a kit in a language; falls back to the kit "other". */
const char *kit_question(const struct kits *k, const struct kit *kit, const char *field,
                         const char *lang);
/* The title in a language, in English where there is none. */
const char *kit_title(const struct kit *kit, const char *lang);

#endif
