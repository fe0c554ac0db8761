build2/bot/cli/init.o: bot/cli/init.c include/docket/base/banned.h \
 include/docket/cli/chat.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/cli/verbs.h include/docket/wire/chat.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/wire/http.h
include/docket/base/banned.h:
include/docket/cli/chat.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/cli/verbs.h:
include/docket/wire/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/wire/http.h:
