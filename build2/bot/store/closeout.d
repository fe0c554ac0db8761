build2/bot/store/closeout.o: bot/store/closeout.c \
 include/docket/base/banned.h include/docket/store/closeout.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/store/db.h \
 include/docket/store/inputs.h
include/docket/base/banned.h:
include/docket/store/closeout.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/store/db.h:
include/docket/store/inputs.h:
