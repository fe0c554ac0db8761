build2/bot/domain/approval.o: bot/domain/approval.c \
 include/docket/base/banned.h include/docket/domain/approval.h \
 include/docket/domain/phrases.h include/docket/base/asset.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/domain/review.h include/docket/domain/job.h
include/docket/base/banned.h:
include/docket/domain/approval.h:
include/docket/domain/phrases.h:
include/docket/base/asset.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/review.h:
include/docket/domain/job.h:
