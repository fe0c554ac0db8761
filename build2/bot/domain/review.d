build2/bot/domain/review.o: bot/domain/review.c \
 include/docket/base/banned.h include/docket/domain/review.h \
 include/docket/domain/job.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/domain/review.h:
include/docket/domain/job.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
