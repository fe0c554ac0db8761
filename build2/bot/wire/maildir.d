build2/bot/wire/maildir.o: bot/wire/maildir.c \
 include/docket/base/banned.h include/docket/wire/source.h \
 include/docket/base/err.h include/docket/base/frame.h \
 include/docket/base/str.h include/docket/base/slice.h \
 bot/wire/skeleton.h include/docket/base/file.h \
 include/docket/base/hash.h include/docket/base/step.h \
 include/docket/base/vec.h include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/wire/source.h:
include/docket/base/err.h:
include/docket/base/frame.h:
include/docket/base/str.h:
include/docket/base/slice.h:
bot/wire/skeleton.h:
include/docket/base/file.h:
include/docket/base/hash.h:
include/docket/base/step.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
