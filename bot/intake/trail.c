/* Prints a stored trail for people: one of the few places that read JSON. */
#include "trail.h"

#include <jansson.h>

void
trail_print(struct slice trail, struct str *out)
{
	json_t *steps = json_loadb(trail.data != NULL ? trail.data : "[]",
	                           trail.data != NULL ? trail.len : 2, 0, NULL);
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);
		const char *name = json_string_value(json_object_get(s, "step"));
		const char *verdict = json_string_value(json_object_get(s, "verdict"));
		const char *why = json_string_value(json_object_get(s, "why"));
		if (name != NULL && verdict != NULL && why != NULL)
			str_addf(out, "  %-13s %-12s %s\n", name, verdict, why);
	}
	json_decref(steps);
}
