build2/bot/store/fetches.o: bot/store/fetches.c \
 include/docket/base/banned.h include/docket/store/fetches.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/store/db.h \
 include/docket/store/inputs.h
include/docket/base/banned.h:
include/docket/store/fetches.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/store/db.h:
include/docket/store/inputs.h:
