/* The table of chat adapters. */
#include "docket/wire/chat.h"

#define PLATFORM(name) extern const struct chat_adapter chat_##name;
#include "chat_platforms.def"
#undef PLATFORM

static const struct chat_adapter *const adapters[] = {
#define PLATFORM(name) &chat_##name,
#include "chat_platforms.def"
#undef PLATFORM
	NULL,
};

const struct chat_adapter *
chat_adapter_of(const char *platform)
{
	for (size_t i = 0; adapters[i] != NULL; i++)
		if (strcmp(adapters[i]->name, platform) == 0)
			return adapters[i];
	return NULL;
}

const struct chat_adapter *const *
chat_adapters(size_t *count_out)
{
	*count_out = COUNT(adapters) - 1;
	return adapters;
}
