build2/bot/base/file.o: bot/base/file.c include/docket/base/banned.h \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/step.h
include/docket/base/banned.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/step.h:
