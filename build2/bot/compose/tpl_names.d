build2/bot/compose/tpl_names.o: bot/compose/tpl_names.c \
 include/docket/base/banned.h bot/compose/tpl_names.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
bot/compose/tpl_names.h:
include/docket/base/slice.h:
