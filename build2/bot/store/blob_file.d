build2/bot/store/blob_file.o: bot/store/blob_file.c \
 include/docket/base/banned.h bot/store/blob.h include/docket/base/hash.h \
 include/docket/base/slice.h include/docket/base/str.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/base/file.h \
 include/docket/base/step.h
include/docket/base/banned.h:
bot/store/blob.h:
include/docket/base/hash.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/base/file.h:
include/docket/base/step.h:
