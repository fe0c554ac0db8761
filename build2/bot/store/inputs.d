build2/bot/store/inputs.o: bot/store/inputs.c \
 include/docket/base/banned.h include/docket/store/inputs.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/store/inputs.h \
 bot/store/db.h
include/docket/base/banned.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/store/inputs.h:
bot/store/db.h:
