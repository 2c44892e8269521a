/* What C reaches at the same task without storing anything: the proof that the generator has room.
 *
 *   baseline PORT naive      one send() for each message and socket, as most servers do
 *   baseline PORT batched    one send() for each socket and turn, as this server does
 *
 * One room; it understands exactly what load.c sends, and nothing else. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define CLIENTS_MAX 20000
#define READ_SIZE 65536
#define BATCH_MAX (4 << 20)
#define BACKLOG_MAX (64 << 20)

/* What one write could not send yet. */
struct client {
    int fd, upgraded;
    char *rest;
    size_t rest_size;
    char acks[65536];
    size_t acks_size;
};

static struct client *clients[CLIENTS_MAX];
static int count, epoll, batched;
static long version;
static char batch[BATCH_MAX];
static size_t batch_size;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void flush_rest(struct client *c) {
    while (c->rest_size) {
        ssize_t sent = send(c->fd, c->rest, c->rest_size, MSG_NOSIGNAL);
        if (sent <= 0) break;
        c->rest_size -= (size_t)sent;
        memmove(c->rest, c->rest + sent, c->rest_size);
    }
    struct epoll_event event = {.events = EPOLLIN | (c->rest_size ? EPOLLOUT : 0), .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void out(struct client *c, const char *data, size_t size) {
    ssize_t sent = c->rest_size ? 0 : send(c->fd, data, size, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return; /* gone; epoll will say so */
    if (sent < 0) sent = 0;
    if ((size_t)sent == size) return;
    if (c->rest_size + size > BACKLOG_MAX) die("a reader is far behind");
    c->rest = realloc(c->rest, c->rest_size + size - (size_t)sent);
    memcpy(c->rest + c->rest_size, data + sent, size - (size_t)sent);
    c->rest_size += size - (size_t)sent;
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static size_t frame(char *at, const char *text, size_t size) {
    size_t head = size < 126 ? 2 : 4;
    at[0] = (char)0x81;
    at[1] = (char)(size < 126 ? size : 126);
    if (head == 4) at[2] = (char)(size >> 8), at[3] = (char)size;
    memcpy(at + head, text, size);
    return head + size;
}

static void reply(struct client *c, const char *text) {
    char data[4096];
    out(c, data, frame(data, text, strlen(text)));
}

static void deliver(void) {
    if (!batch_size) return;
    for (int i = 0; i < count; i++) {
        struct client *c = clients[i];
        if (c->upgraded) out(c, batch, batch_size);
        if (c->acks_size) out(c, c->acks, c->acks_size), c->acks_size = 0;
    }
    batch_size = 0;
}

static void message(struct client *c, const char *text, const char *data) {
    char json[1024], event[1100], ack[1100], framed[1200];
    const char *id = strstr(data, "\"client_id\":\""), *body = strstr(data, "\"body\":\"");
    if (!id || !body) die("not a message");
    id += 13, body += 8;
    version++;
    snprintf(json, sizeof json,
             "{\"room\":1,\"number\":%ld,\"version\":%ld,\"client_id\":\"%.36s\",\"author\":{\"id\":1,\"username\":"
             "\"member-1\"},\"body\":\"%.*s\",\"created_at\":\"2026-01-01T00:00:00.000Z\",\"edited_at\":null,"
             "\"deleted\":false,\"files\":[]}",
             version, version, id, (int)strcspn(body, "\""), body);
    snprintf(event, sizeof event, "42[\"message\",%s]", json);
    snprintf(ack, sizeof ack, "43%.*s[{\"ok\":true,\"message\":%s}]", (int)strcspn(text + 2, "["), text + 2, json);
    if (batch_size + 1200 > sizeof batch || c->acks_size + 1200 > sizeof c->acks) deliver();
    batch_size += frame(batch + batch_size, event, strlen(event));
    if (batched) {
        c->acks_size += frame(c->acks + c->acks_size, ack, strlen(ack));
        return;
    }
    deliver();
    out(c, framed, frame(framed, ack, strlen(ack)));
}

static void receive(struct client *c) {
    static uint8_t data[READ_SIZE + 1];
    ssize_t got = recv(c->fd, data, READ_SIZE, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        close(c->fd);
        for (int i = 0; i < count; i++)
            if (clients[i] == c) clients[i] = clients[--count];
        free(c->rest);
        free(c);
        return;
    }
    data[got] = 0;
    if (!c->upgraded) {
        static const char SWITCH[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                     "Connection: Upgrade\r\nSec-WebSocket-Accept: -\r\n\r\n";
        out(c, SWITCH, sizeof SWITCH - 1);
        reply(c, "0{\"sid\":\"x\",\"pingInterval\":25000}");
        c->upgraded = 1;
        return;
    }
    for (uint8_t *p = data; p < data + got;) { /* the generator's frames are small and come whole */
        size_t size = p[1] & 127, head = 2;
        if (size == 126) size = (size_t)p[2] << 8 | p[3], head = 4;
        uint8_t *mask = p + head, *text = mask + 4, *next = text + size;
        if (next > data + got) die("a frame in pieces");
        for (size_t i = 0; i < size; i++) text[i] ^= mask[i & 3];
        uint8_t kept = *next;
        *next = 0;
        if (!memcmp(text, "40", 2)) reply(c, "42[\"welcome\",{}]");
        else if (!memcmp(text, "42", 2)) message(c, (char *)text, (char *)text);
        *next = kept;
        p = next;
    }
}

int main(int argc, char **argv) {
    if (argc < 3) return 1;
    batched = !strcmp(argv[2], "batched");
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) die("listen");
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[1024];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int ready = epoll_wait(epoll, events, 1024, -1);
        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;
            if (c) {
                if (events[i].events & EPOLLOUT) flush_rest(c);
                if (events[i].events & ~(uint32_t)EPOLLOUT) receive(c);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (fd < 0 || count == CLIENTS_MAX) continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            c = clients[count++] = calloc(1, sizeof *c);
            c->fd = fd;
            event = (struct epoll_event){.events = EPOLLIN, .data.ptr = c};
            epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
        }
        deliver();
    }
}
