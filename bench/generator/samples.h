/* Times taken, kept one by one, so that a percentile is exact. */
#ifndef SAMPLES_H
#define SAMPLES_H

#include <stdint.h>
#include <stdlib.h>

struct samples {
    uint32_t *us;
    size_t count, room;
};

static inline void samples_add(struct samples *s, uint64_t ns) {
    if (s->count == s->room) {
        s->room = s->room ? s->room * 2 : 1 << 16;
        s->us = realloc(s->us, s->room * sizeof *s->us);
    }
    s->us[s->count++] = (uint32_t)(ns / 1000);
}

static inline int samples_compare(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static inline void samples_sort(struct samples *s) { qsort(s->us, s->count, sizeof *s->us, samples_compare); }

/* In milliseconds, of sorted samples. */
static inline double samples_at(const struct samples *s, double part) {
    if (!s->count) return 0;
    size_t i = (size_t)((double)s->count * part);
    return s->us[i < s->count ? i : s->count - 1] / 1000.0;
}

#endif
