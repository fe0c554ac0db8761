build2/bot/base/step.o: bot/base/step.c include/docket/base/banned.h \
 include/docket/base/step.h include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/step.h:
include/docket/base/slice.h:
