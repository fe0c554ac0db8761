build2/bot/cli/usage.o: bot/cli/usage.c include/docket/base/banned.h \
 include/docket/cli/verbs.h include/docket/base/slice.h bot/cli/verbs.def
include/docket/base/banned.h:
include/docket/cli/verbs.h:
include/docket/base/slice.h:
bot/cli/verbs.def:
