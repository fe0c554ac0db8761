build2/bot/compose/tpl_inline.o: bot/compose/tpl_inline.c \
 include/docket/base/banned.h bot/compose/tpl_parse.h \
 bot/compose/tpl_tree.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/compose/value.h include/docket/base/day.h \
 bot/compose/tpl_names.h include/docket/base/near.h
include/docket/base/banned.h:
bot/compose/tpl_parse.h:
bot/compose/tpl_tree.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/compose/value.h:
include/docket/base/day.h:
bot/compose/tpl_names.h:
include/docket/base/near.h:
