/* Tests of vec: growth, zeroed elements, walking. */
#include "docket/base/vec.h"

#include "../check.h"

struct pair {
	int a;
	char text[20];
};

TEST(vec_grows)
{
	struct pool *p = pool_new();
	VEC(struct pair) v = {0};
	struct pair *at;
	int n = 0;

	VEC_EACH (at, &v)
		n++;
	CHECK_INT(n, 0);
	for (int i = 0; i < 1000; i++) {
		at = VEC_NEW(&v, p);
		CHECK_INT(at->a, 0);
		at->a = i;
		memset(at->text, 'x', sizeof(at->text));
	}
	CHECK_INT(v.len, 1000);
	VEC_EACH (at, &v)
		CHECK_INT(at->a, n++);
	CHECK_INT(n, 1000);
	pool_free(p);
}

TEST(vec_zeroes_reused_elements)
{
	struct pool *p = pool_new();
	VEC(struct pair) v = {0};

	VEC_ADD(&v, p, ((struct pair){7, "seven"}));
	v.len = 0;
	CHECK_INT(VEC_NEW(&v, p)->a, 0);
	CHECK_STR(v.at[0].text, "");
	pool_free(p);
}

TEST(vec_of_pointers)
{
	struct pool *p = pool_new();
	VEC(const char *) v = {0};

	VEC_ADD(&v, p, "one");
	VEC_ADD(&v, p, NULL);
	VEC_ADD(&v, p, "three");
	CHECK_INT(v.len, 3);
	CHECK_STR(v.at[0], "one");
	CHECK_STR(v.at[1], NULL);
	CHECK_STR(v.at[2], "three");
	pool_free(p);
}
