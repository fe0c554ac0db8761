build2/bot/store/compare.o: bot/store/compare.c \
 include/docket/base/banned.h bot/store/origin.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/store/store.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/origin.h \
 include/docket/store/inbox.h bot/store/jobs.h include/docket/base/hash.h \
 include/docket/store/jobs.h include/docket/domain/job.h
include/docket/base/banned.h:
bot/store/origin.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/origin.h:
include/docket/store/inbox.h:
bot/store/jobs.h:
include/docket/base/hash.h:
include/docket/store/jobs.h:
include/docket/domain/job.h:
