build2/bot/compose/value.o: bot/compose/value.c \
 include/docket/base/banned.h include/docket/compose/value.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/day.h \
 bot/compose/value_tree.h
include/docket/base/banned.h:
include/docket/compose/value.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/day.h:
bot/compose/value_tree.h:
