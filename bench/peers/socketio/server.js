// The peer "Node socket.io": delivers messages of the same shape as ours, and stores nothing.
// Run as: node server.js PORT [deflate]. A client says who it is, and where, in the query.

import { createServer } from "node:http";
import { Server } from "socket.io";

const [port, deflate] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, {
  transports: ["websocket"],
  // Off is what it comes with; the threshold is the one it documents. (Given only `true`, it would
  // compress every small message for every client anew.)
  perMessageDeflate: deflate === "deflate" ? { threshold: 1024 } : false,
});
const rooms = new Map(); // id → { version }

io.on("connection", (socket) => {
  const { user: id, room } = socket.handshake.query;
  const author = { id: Number(id), username: `member-${id}` };
  socket.join(room);
  socket.on("message:send", (data, acknowledge) => {
    const state = rooms.get(data.room) ?? { version: 0 };
    rooms.set(data.room, state);
    state.version += 1;
    const message = {
      room: data.room,
      number: state.version,
      version: state.version,
      client_id: data.client_id,
      author,
      body: data.body,
      created_at: new Date().toISOString(),
      edited_at: null,
      deleted: false,
      files: [],
    };
    io.to(String(data.room)).emit("message", message);
    acknowledge({ ok: true, message });
  });
  socket.emit("welcome", { user: author, rooms: [] });
});

http.listen({ port: Number(port), host: "127.0.0.1", backlog: 4096 }, () => console.log("ready"));
