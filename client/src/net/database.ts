import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { OutboxEntry } from "./outbox-entry";

/** Who may send for a user, where the browser has no locks of its own. */
interface Lease {
  user: number;
  owner: string;
  expires: number;
}

export interface Schema extends DBSchema {
  outbox: { key: number; value: OutboxEntry; indexes: { user: number } };
  leases: { key: number; value: Lease };
}

export type Database = IDBPDatabase<Schema>;

const OPEN_MS = 3_000;

/** The browser's database, or null where it has none: some browsers refuse it in private windows, or hang. */
export async function openDatabase(): Promise<Database | null> {
  try {
    const opened = openDB<Schema>("chatroom", 1, {
      upgrade(database) {
        const outbox = database.createObjectStore("outbox", { keyPath: "sequence", autoIncrement: true });
        outbox.createIndex("user", "user");
        database.createObjectStore("leases", { keyPath: "user" });
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    const late = new Promise<null>((resolve) => setTimeout(resolve, OPEN_MS, null));
    return await Promise.race([opened, late]);
  } catch {
    return null;
  }
}
