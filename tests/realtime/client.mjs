// A client of the JavaScript make, driven line by line: reads {id, event, data} on its standard
// input, writes {ack: id, data}, {event, data} and {state} on its standard output.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../client/package.json", import.meta.url));
const { io } = require("socket.io-client");
const [url, cookie] = process.argv.slice(2);
const tell = (line) => process.stdout.write(JSON.stringify(line) + "\n");

const socket = io(url, {
  transports: ["websocket"],
  extraHeaders: { Cookie: cookie },
  reconnection: false,
});
socket.on("connect", () => tell({ state: "connected" }));
socket.on("connect_error", (error) => tell({ state: "refused", data: error.message }));
socket.on("disconnect", (reason) => tell({ state: "disconnected", data: reason }));
socket.onAny((event, data) => tell({ event, data }));

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, event, data, base64 } = JSON.parse(line);
  const payload = base64 ? { ...data, data: Buffer.from(base64, "base64") } : data;
  socket.emit(event, payload, (answer) => tell({ ack: id, data: answer }));
});
