build2/bot/base/err.o: bot/base/err.c include/docket/base/banned.h \
 include/docket/base/err.h
include/docket/base/banned.h:
include/docket/base/err.h:
