import type { Connection } from "../../net/connection";
import type { EditPayload, MessagePayload, ReactorsPayload } from "../../protocol";

/** Names a message. */
export type Place = Pick<MessagePayload, "room" | "number">;

const placeOf = ({ room, number }: Place): Place => ({ room, number });

/** What one can do with a message. Every request fails with what the server says against it. */
export class Commands {
  readonly #connection: Connection;
  readonly #receive: (message: MessagePayload) => void;

  constructor(connection: Connection, receive: (message: MessagePayload) => void) {
    this.#connection = connection;
    this.#receive = receive;
  }

  /** Changes the text of a message. */
  edit(place: Place, body: string): Promise<void> {
    return this.#change(this.#connection.request("message:edit", { ...placeOf(place), body }));
  }

  /** Deletes a message, for everybody. */
  delete(place: Place): Promise<void> {
    return this.#change(this.#connection.request("message:delete", placeOf(place)));
  }

  pin(place: Place, pinned: boolean): Promise<void> {
    return this.#change(this.#connection.request(pinned ? "message:pin" : "message:unpin", placeOf(place)));
  }

  react(place: Place, emoji: string, given: boolean): Promise<void> {
    return this.#change(this.#connection.request(given ? "reaction:add" : "reaction:remove", { ...placeOf(place), emoji }));
  }

  /** Who has reacted, by emoji. */
  async reactors(place: Place): Promise<ReactorsPayload[]> {
    return (await this.#connection.request("reaction:list", placeOf(place))).reactions;
  }

  /** What a message said before, the oldest first. */
  async history(place: Place): Promise<EditPayload[]> {
    return (await this.#connection.request("message:history", placeOf(place))).edits;
  }

  async #change(asked: Promise<{ message: MessagePayload }>): Promise<void> {
    this.#receive((await asked).message);
  }
}
