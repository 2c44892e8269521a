#define _GNU_SOURCE
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
#define FRAME_MAX (8 * 1024 * 1024)

/* Without a context kept between messages, servers leave small ones uncompressed, and we can read them. */
#define DEFLATE "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"

int offer_deflate;
static char shared[FRAME_MAX + READ_SIZE]; /* all connections read into it; few leave something behind */

uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

void conn_open(struct conn *conn, int epoll, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    conn->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (conn->fd < 0) fail("socket: %s", strerror(errno));
    int on = 1;
    setsockopt(conn->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(conn->fd, (struct sockaddr *)&address, sizeof address) && errno != EINPROGRESS)
        fail("connect: %s", strerror(errno));
    conn->state = CONNECTING;
    conn->opened_at = now_ns();
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = conn};
    epoll_ctl(epoll, EPOLL_CTL_ADD, conn->fd, &event);
}

static void put(struct conn *conn, const void *data, size_t size) {
    /* Few sends are in flight, so the kernel always has room; if not, the figures would be wrong. */
    ssize_t sent = send(conn->fd, data, size, MSG_NOSIGNAL);
    if (sent != (ssize_t)size) fail("a send was not taken whole: %s", sent < 0 ? strerror(errno) : "short");
}

static void put_text(struct conn *conn, int opcode, const char *text, size_t size) {
    static const uint8_t mask[4] = {0x37, 0xfa, 0x21, 0x3d};
    uint8_t frame[2048];
    size_t head = 2;
    if (size > sizeof frame - 8) fail("text too long");
    frame[0] = (uint8_t)(0x80 | opcode);
    if (size < 126) {
        frame[1] = (uint8_t)(0x80 | size);
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = (uint8_t)(size >> 8);
        frame[3] = (uint8_t)size;
        head = 4;
    }
    memcpy(frame + head, mask, 4);
    head += 4;
    for (size_t i = 0; i < size; i++) frame[head + i] = (uint8_t)text[i] ^ mask[i & 3];
    put(conn, frame, head + size);
}

uint64_t conn_emit(struct conn *conn, const char *json, size_t size) {
    char text[1500];
    uint64_t id = conn->sent++;
    int head = snprintf(text, sizeof text, "42%llu", (unsigned long long)id);
    if ((size_t)head + size > sizeof text) fail("event too long");
    memcpy(text + head, json, size);
    if (!conn->sent_at) conn->sent_at = calloc(IN_FLIGHT_MAX, sizeof *conn->sent_at);
    put_text(conn, 1, text, (size_t)head + size);
    return id;
}

static void upgrade(struct conn *conn) {
    char request[2048];
    int size = snprintf(request, sizeof request,
                        "GET /socket.io/?EIO=4&transport=websocket%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s%s%s"
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n%s"
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                        conn->query, *conn->cookie ? "Cookie: " : "", conn->cookie, *conn->cookie ? "\r\n" : "",
                        offer_deflate ? DEFLATE : "");
    if (size >= (int)sizeof request) fail("cookie too long");
    put(conn, request, (size_t)size);
}

static void text(struct conn *conn, const char *p, size_t n, const struct listener *listener) {
    static const char MESSAGE[] = "42[\"message\"", WELCOME[] = "42[\"welcome\"";
    if (n >= 2 && p[0] == '4' && p[1] == '3') {
        uint64_t id = 0;
        size_t i = 2;
        while (i < n && p[i] >= '0' && p[i] <= '9') id = id * 10 + (uint64_t)(p[i++] - '0');
        if (n - i < 11 || memcmp(p + i, "[{\"ok\":true", 11)) fail("refused: %.*s", (int)(n > 300 ? 300 : n), p);
        listener->ack(conn, id, p, n);
    } else if (n >= sizeof MESSAGE && !memcmp(p, MESSAGE, sizeof MESSAGE - 1)) {
        listener->message(conn, p, n);
    } else if (n == 1 && p[0] == '2') {
        put_text(conn, 1, "3", 1);
    } else if (n && p[0] == '0') {
        put_text(conn, 1, "40", 2);
        conn->state = JOINING;
    } else if (n >= sizeof WELCOME && !memcmp(p, WELCOME, sizeof WELCOME - 1)) {
        conn->state = READY;
        listener->ready(conn);
    } else if (n >= 2 && p[0] == '4' && p[1] == '4') {
        fail("not let in: %.*s", (int)n, p);
    }
}

/* Take one frame off the front; returns its size, or 0 when it is not whole yet. */
static size_t frame(struct conn *conn, const char *data, size_t have, const struct listener *listener) {
    if (have < 2) return 0;
    const uint8_t *b = (const uint8_t *)data;
    size_t size = b[1] & 127, head = 2;
    if (size == 126) {
        if (have < 4) return 0;
        size = (size_t)b[2] << 8 | b[3], head = 4;
    } else if (size == 127) {
        if (have < 10) return 0;
        size = 0, head = 10;
        for (int i = 2; i < 10; i++) size = size << 8 | b[i];
    }
    if (size > FRAME_MAX - 16) fail("a frame of %zu bytes", size);
    if (have < head + size) return 0;
    if (b[0] == 0x81)
        text(conn, data + head, size, listener);
    else if (b[0] == 0x88)
        fail("closed by the server with %d", size >= 2 ? b[head] << 8 | b[head + 1] : 0);
    else if (b[0] == 0x89)
        put_text(conn, 10, data + head, size);
    else
        fail("a frame that this generator does not know: %02x", b[0]);
    return head + size;
}

static size_t response(struct conn *conn, const char *data, size_t have) {
    const char *end = memmem(data, have, "\r\n\r\n", 4);
    if (!end) return 0;
    if (have < 12 || memcmp(data, "HTTP/1.1 101", 12)) fail("no upgrade: %.*s", (int)(have > 400 ? 400 : have), data);
    conn->state = JOINING;
    return (size_t)(end + 4 - data);
}

static void readable(struct conn *conn, const struct listener *listener) {
    size_t have = conn->rest_size, used = 0, step;
    if (have) memcpy(shared, conn->rest, have);
    ssize_t got = recv(conn->fd, shared + have, READ_SIZE, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) fail("the server ended a connection: %s", got ? strerror(errno) : "end of stream");
    have += (size_t)got;
    do {
        step = conn->state == UPGRADING ? response(conn, shared + used, have - used)
                                        : frame(conn, shared + used, have - used, listener);
        used += step;
    } while (step && used < have);
    if (conn->rest_size || have > used) {
        free(conn->rest);
        conn->rest = NULL;
        conn->rest_size = have - used;
        if (conn->rest_size) {
            conn->rest = malloc(conn->rest_size);
            memcpy(conn->rest, shared + used, conn->rest_size);
        }
    }
}

void conn_event(struct conn *conn, int epoll, uint32_t mask, const struct listener *listener) {
    if (conn->state == CONNECTING) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(conn->fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (error) fail("connect: %s", strerror(error));
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = conn};
        epoll_ctl(epoll, EPOLL_CTL_MOD, conn->fd, &event);
        conn->state = UPGRADING;
        upgrade(conn);
    } else if (mask) {
        readable(conn, listener);
    }
}
