build2/bot/store/repair.o: bot/store/repair.c \
 include/docket/base/banned.h include/docket/store/repair.h \
 include/docket/store/jobs.h include/docket/domain/job.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/store/store.h include/docket/base/str.h bot/store/db.h \
 include/docket/store/inputs.h
include/docket/base/banned.h:
include/docket/store/repair.h:
include/docket/store/jobs.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/store/store.h:
include/docket/base/str.h:
bot/store/db.h:
include/docket/store/inputs.h:
