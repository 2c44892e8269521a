import type { Connection } from "../../net/connection";
import { RequestError } from "../../net/errors";
import type { Room } from "./room";

const HEADS_MS = 8_000;

/** Compares what is held with the version of every room, and has fetched what is missing. */
export async function compareHeads(connection: Connection, held: readonly Room[]): Promise<void> {
  if (connection.status.value !== "connected") {
    connection.hasten();
    return;
  }
  try {
    const { rooms } = await connection.request("heads", {}, HEADS_MS);
    for (const room of held) {
      const head = rooms[String(room.id)];
      if (head !== undefined) void room.timeline.value?.compare(head);
    }
  } catch (error) {
    // A connection that looks open and does not answer: the machine slept, or the network changed.
    if (error instanceof RequestError && error.code === "timeout") connection.drop();
  }
}
