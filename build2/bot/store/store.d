build2/bot/store/store.o: bot/store/store.c include/docket/base/banned.h \
 bot/store/db.h include/docket/store/inputs.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/file.h include/docket/base/step.h bot/store/blob.h \
 include/docket/base/hash.h bot/store/inputs.h
include/docket/base/banned.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/file.h:
include/docket/base/step.h:
bot/store/blob.h:
include/docket/base/hash.h:
bot/store/inputs.h:
