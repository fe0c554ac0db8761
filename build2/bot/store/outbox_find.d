build2/bot/store/outbox_find.o: bot/store/outbox_find.c \
 include/docket/base/banned.h bot/store/outbox.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/store/store.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/outbox.h
include/docket/base/banned.h:
bot/store/outbox.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/outbox.h:
