// Clients of the JavaScript make, driven line by line: reads {client, url, cookie}, which connects one,
// {client, id, event, data} and {client, gone: true} on its standard input, writes {client, ack: id, data},
// {client, event, data} and {client, state} on its standard output.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../client/package.json", import.meta.url));
const { io } = require("socket.io-client");
const sockets = new Map();

function connect({ client, url, cookie }) {
  const tell = (line) => process.stdout.write(JSON.stringify({ client, ...line }) + "\n");
  const socket = io(url, {
    transports: ["websocket"],
    extraHeaders: { Cookie: cookie },
    reconnection: false,
    forceNew: true,
  });
  socket.on("connect", () => tell({ state: "connected" }));
  socket.on("connect_error", (error) => tell({ state: "refused", data: error.message }));
  socket.on("disconnect", (reason) => tell({ state: "disconnected", data: reason }));
  socket.onAny((event, data) => tell({ event, data }));
  sockets.set(client, { socket, tell });
}

function call({ client, id, event, data, base64 }) {
  const { socket, tell } = sockets.get(client);
  const payload = base64 ? { ...data, data: Buffer.from(base64, "base64") } : data;
  socket.emit(event, payload, (answer) => tell({ ack: id, data: answer }));
}

/** Without a word of farewell, as when a process is killed. */
function leave({ client }) {
  const socket = sockets.get(client)?.socket;
  if (!sockets.delete(client)) return;
  socket.offAny().off();
  socket.io.engine?.transport?.ws?.terminate();
}

createInterface({ input: process.stdin })
  .on("line", (text) => {
    const line = JSON.parse(text);
    if (line.url) connect(line);
    else if (line.gone) leave(line);
    else call(line);
  })
  .on("close", () => process.exit());
