/* The load: who connects, who sends when, and what is counted. Says what it found as JSON.
 *
 *   load closed    in_flight sends are kept going; each ack is followed by the next send
 *   load paced     rate messages a second, by the clock
 *   load connect   everybody connects; with since=VERSION they catch up, too
 *
 * name=value arguments: port people(file) seconds warmup in_flight rate senders burst since hold
 * deflate watch(process id of the server). The file of people has a line for each connection:
 * room TAB cookie TAB query. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "samples.h"
#include "wire.h"

#define SECOND 1000000000ull
#define ROOMS_MAX 200000
#define LIMIT_SECONDS 300
#define DRAIN_SECONDS 60 /* a slow server has seconds of work in flight */

enum mode { CLOSED_LOOP, PACED, CONNECT } mode;
static int port, in_flight = 1, senders = 16, burst = 128, hold, watch, paced_rate = 100, epoll;
static double seconds = 3, warmup = 1;
static long since = -1;

static struct conn *conns;
static size_t people, opened, ready_count, current;
static int members[ROOMS_MAX];
static uint64_t acked, delivered, expected, sent;         /* since the start */
static uint64_t acked_from, delivered_from;               /* where the measured window begins */
static uint64_t window_start, window_end, first_send;
static struct samples times, waits;
static int measuring, stopped;
static double own_cpu, server_cpu;

static double own_seconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double server_seconds(void) {
    char path[64], line[1024];
    unsigned long user = 0, system = 0;
    if (!watch) return 0;
    snprintf(path, sizeof path, "/proc/%d/stat", watch);
    FILE *file = fopen(path, "r");
    if (!file) fail("the server is gone");
    if (fgets(line, sizeof line, file) && strrchr(line, ')'))
        sscanf(strrchr(line, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    fclose(file);
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static uint64_t random64(void) {
    static uint64_t state;
    if (!state && getrandom(&state, sizeof state, 0) != sizeof state) fail("no randomness");
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return state;
}

static void send_message(struct conn *conn, uint64_t at) {
    char json[400];
    uint64_t a = random64(), b = random64();
    int size = snprintf(json, sizeof json,
                        "[\"message:send\",{\"room\":%d,\"client_id\":\"%08x-%04x-4%03x-8%03x-%012llx\","
                        "\"body\":\"t=%019llu The quick brown fox jumps over the lazy dog.\"}]",
                        conn->room, (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff),
                        (unsigned)(b >> 52), (unsigned long long)(b & 0xffffffffffffull), (unsigned long long)at);
    uint64_t id = conn_emit(conn, json, (size_t)size);
    conn->sent_at[id & (IN_FLIGHT_MAX - 1)] = at;
    expected += (uint64_t)members[conn->room];
    sent++;
}

static void send_sync(struct conn *conn) {
    char json[100];
    int size = snprintf(json, sizeof json, "[\"sync\",{\"room\":%d,\"since\":%llu}]", conn->room,
                        (unsigned long long)conn->since);
    conn_emit(conn, json, (size_t)size);
}

static void open_next(void) {
    if (opened < people) conn_open(&conns[opened++], epoll, port);
}

static void is_current(struct conn *conn) {
    samples_add(&waits, now_ns() - conn->opened_at);
    current++;
    open_next();
}

static void on_ready(struct conn *conn) {
    ready_count++;
    if (mode == CONNECT && since >= 0) {
        conn->since = (uint64_t)since;
        send_sync(conn);
    } else {
        is_current(conn);
    }
}

static void on_message(struct conn *conn, const char *text, size_t size) {
    (void)conn;
    delivered++;
    if (mode != PACED || !measuring) return;
    const char *body = memmem(text, size, "\"body\":\"t=", 10);
    if (!body) fail("a message without its time");
    samples_add(&times, now_ns() - strtoull(body + 10, NULL, 10));
}

static void on_ack(struct conn *conn, uint64_t id, const char *text, size_t size) {
    if (mode == CONNECT) { /* the answer to a sync */
        const char *version = memmem(text, size, "\"version\":", 10);
        if (!version) fail("a sync without a version");
        conn->since = strtoull(version + 10, NULL, 10);
        if (memmem(text + (size > 60 ? size - 60 : 0), size > 60 ? 60 : size, "\"more\":true", 11))
            send_sync(conn);
        else
            is_current(conn);
        return;
    }
    acked++;
    if (mode == PACED) return;
    uint64_t now = now_ns();
    if (measuring) samples_add(&times, now - conn->sent_at[id & (IN_FLIGHT_MAX - 1)]);
    if (!stopped) send_message(conn, now);
}

static const struct listener LISTENER = {on_ready, on_message, on_ack};

static void turn(int wait_ms) {
    struct epoll_event events[1024];
    int count = epoll_wait(epoll, events, 1024, wait_ms);
    for (int i = 0; i < count; i++)
        if (events[i].data.ptr) conn_event(events[i].data.ptr, epoll, events[i].events, &LISTENER);
}

static void until(uint64_t end) {
    for (uint64_t now; (now = now_ns()) < end;) turn((int)((end - now) / 1000000) + 1);
}

/* Between two of these calls is the measured window. */
static void window(int begin) {
    measuring = begin;
    if (begin) {
        window_start = now_ns();
        acked_from = acked, delivered_from = delivered;
        own_cpu = own_seconds(), server_cpu = server_seconds();
    } else {
        window_end = now_ns();
        acked_from = acked - acked_from, delivered_from = delivered - delivered_from;
        own_cpu = own_seconds() - own_cpu, server_cpu = server_seconds() - server_cpu;
    }
}

static void connect_all(void) {
    for (int i = 0; i < burst; i++) open_next();
    while (current < people) turn(1000);
}

static void run_closed(void) {
    first_send = now_ns();
    for (int i = 0; i < in_flight; i++) /* spread over all connections, and so over all rooms */
        send_message(&conns[(size_t)i * people / (size_t)in_flight % people], now_ns());
    until(first_send + (uint64_t)(warmup * 1e9));
    window(1);
    until(window_start + (uint64_t)(seconds * 1e9));
    window(0);
}

static void run_paced(void) {
    struct itimerspec every = {{0, (long)(SECOND / (unsigned)paced_rate)}, {0, (long)(SECOND / (unsigned)paced_rate)}};
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
    uint64_t total = (uint64_t)((warmup + seconds) * paced_rate), step = SECOND / (unsigned)paced_rate;
    if ((size_t)senders > people) senders = (int)people;
    first_send = now_ns();
    timerfd_settime(timer, 0, &every, NULL);
    while (sent < total) {
        uint64_t passed = 0;
        turn(1000);
        if (read(timer, &passed, sizeof passed) != sizeof passed) continue;
        while (passed-- && sent < total) {
            if (!measuring && sent >= (uint64_t)(warmup * paced_rate)) window(1);
            /* The time at which it was due: being late is part of the latency. */
            uint64_t due = first_send + (sent + 1) * step;
            send_message(&conns[sent % (unsigned)senders * people / (unsigned)senders], due);
        }
    }
}

/* Nothing more is sent; every ack and every delivery is still waited for. */
static void drain(void) {
    stopped = 1;
    uint64_t limit = now_ns() + DRAIN_SECONDS * SECOND;
    while ((acked < sent || delivered < expected) && now_ns() < limit) turn(100);
    if (mode == PACED) window(0);
}

static void report(double connecting) {
    double length = (double)(window_end - window_start) / 1e9;
    samples_sort(&times);
    samples_sort(&waits);
    if (mode == CONNECT || length <= 0) length = connecting;
    printf("{\"connections\": %zu, \"connecting_seconds\": %.4f, \"connect_p50_ms\": %.3f, \"connect_p99_ms\": %.3f, "
           "\"seconds\": %.4f, \"acked\": %llu, \"delivered\": %llu, \"sent_in_all\": %llu, \"unacked\": %llu, "
           "\"missing\": %lld, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, \"load_cpu\": %.3f, "
           "\"server_cpu\": %.3f}\n",
           people, connecting, samples_at(&waits, 0.5), samples_at(&waits, 0.99), length,
           (unsigned long long)acked_from, (unsigned long long)delivered_from, (unsigned long long)sent,
           (unsigned long long)(sent - acked), (long long)(expected - delivered), samples_at(&times, 0.5),
           samples_at(&times, 0.99), samples_at(&times, 1), own_cpu / length, server_cpu / length);
    fflush(stdout);
}

/* Stay connected, answering pings, until the driver closes our standard input. */
static void stay(void) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLHUP, .data.ptr = NULL};
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
    for (;;) {
        struct epoll_event events[1024];
        int count = epoll_wait(epoll, events, 1024, 1000);
        for (int i = 0; i < count; i++) {
            if (!events[i].data.ptr) return;
            conn_event(events[i].data.ptr, epoll, events[i].events, &LISTENER);
        }
    }
}

static void read_people(const char *path) {
    FILE *file = fopen(path, "r");
    char line[4096];
    size_t room_for = 0;
    if (!file) fail("%s: %s", path, strerror(errno));
    while (fgets(line, sizeof line, file)) {
        char *rest = line, *room = strsep(&rest, "\t"), *cookie = strsep(&rest, "\t"), *query = strsep(&rest, "\n");
        if (!query) fail("not a person: %s", line);
        if (people == room_for) conns = realloc(conns, (room_for = room_for ? room_for * 2 : 1024) * sizeof *conns);
        conns[people++] = (struct conn){.room = atoi(room), .cookie = strdup(cookie), .query = strdup(query)};
        if (atoi(room) >= ROOMS_MAX) fail("too many rooms");
        members[atoi(room)]++;
    }
    fclose(file);
}

static void configure(int count, char **arguments) {
    for (int i = 0; i < count; i++) {
        char *value = strchr(arguments[i], '=');
        if (!value) fail("not name=value: %s", arguments[i]);
        *value++ = 0;
        const char *name = arguments[i];
        if (!strcmp(name, "port")) port = atoi(value);
        else if (!strcmp(name, "people")) read_people(value);
        else if (!strcmp(name, "seconds")) seconds = atof(value);
        else if (!strcmp(name, "warmup")) warmup = atof(value);
        else if (!strcmp(name, "in_flight")) in_flight = atoi(value);
        else if (!strcmp(name, "rate")) paced_rate = atoi(value);
        else if (!strcmp(name, "senders")) senders = atoi(value);
        else if (!strcmp(name, "burst")) burst = atoi(value);
        else if (!strcmp(name, "since")) since = atol(value);
        else if (!strcmp(name, "hold")) hold = atoi(value);
        else if (!strcmp(name, "deflate")) offer_deflate = atoi(value);
        else if (!strcmp(name, "watch")) watch = atoi(value);
        else fail("no such setting: %s", name);
    }
}

int main(int count, char **arguments) {
    if (count < 3) fail("usage: load closed|paced|connect name=value …");
    mode = !strcmp(arguments[1], "closed") ? CLOSED_LOOP : !strcmp(arguments[1], "paced") ? PACED : CONNECT;
    configure(count - 2, arguments + 2);
    alarm(LIMIT_SECONDS);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    epoll = epoll_create1(0);
    uint64_t begun = now_ns();
    if (mode == CONNECT) own_cpu = own_seconds(), server_cpu = server_seconds();
    connect_all();
    double connecting = (double)(now_ns() - begun) / 1e9;
    if (mode == CONNECT) {
        own_cpu = own_seconds() - own_cpu, server_cpu = server_seconds() - server_cpu;
    } else {
        mode == PACED ? run_paced() : run_closed();
        drain();
    }
    report(connecting);
    if (hold) stay();
    return 0;
}
