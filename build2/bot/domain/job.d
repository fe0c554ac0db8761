build2/bot/domain/job.o: bot/domain/job.c include/docket/base/banned.h \
 include/docket/domain/job.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h bot/domain/job_moves.def
include/docket/base/banned.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
bot/domain/job_moves.def:
