/* Socket.IO over WebSocket, as lean as it can be: what the load generator needs of it. */
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>
#include <stdint.h>

enum state { CLOSED, CONNECTING, UPGRADING, JOINING, READY };

/* What a connection was told by the driver, and where it is. */
struct conn {
    int fd;
    enum state state;
    int room;
    char *cookie, *query;
    char *rest; /* an unfinished frame */
    size_t rest_size;
    uint64_t sent;     /* events so far: the id of the next ack */
    uint64_t *sent_at; /* when, by id; only of those that send */
    uint64_t opened_at, since;
};

#define IN_FLIGHT_MAX 512 /* of one connection; a power of two */

/* What the load does when something arrives. */
struct listener {
    void (*ready)(struct conn *);
    void (*message)(struct conn *, const char *text, size_t size);
    void (*ack)(struct conn *, uint64_t id, const char *text, size_t size);
};

extern int offer_deflate;

uint64_t now_ns(void);
void fail(const char *format, ...);
void conn_open(struct conn *conn, int epoll, int port);
/* Handle an event of epoll; `mask` is its events. */
void conn_event(struct conn *conn, int epoll, uint32_t mask, const struct listener *listener);
/* Send an event that is to be acked; returns its id. */
uint64_t conn_emit(struct conn *conn, const char *json, size_t size);

#endif
