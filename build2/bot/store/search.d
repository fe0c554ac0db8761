build2/bot/store/search.o: bot/store/search.c \
 include/docket/base/banned.h bot/store/inbox.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/store/store.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/inbox.h \
 include/docket/store/search.h
include/docket/base/banned.h:
bot/store/inbox.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/inbox.h:
include/docket/store/search.h:
