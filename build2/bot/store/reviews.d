build2/bot/store/reviews.o: bot/store/reviews.c \
 include/docket/base/banned.h bot/store/db.h \
 include/docket/store/inputs.h include/docket/store/store.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/store/reviews.h \
 include/docket/domain/review.h include/docket/domain/job.h
include/docket/base/banned.h:
bot/store/db.h:
include/docket/store/inputs.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/reviews.h:
include/docket/domain/review.h:
include/docket/domain/job.h:
