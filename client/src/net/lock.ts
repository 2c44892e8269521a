import type { Database } from "./database";
import { uuid } from "./uuid";

/** Runs a task while no other tab of this user runs one. */
export type Exclusive = <T>(task: () => Promise<T>) => Promise<T>;

/** Longer than any one task takes, so that a lease ends early only when its tab is gone. */
const LEASE_MS = 25_000;
const POLL_MS = 250;

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The browser's own locks, which end with the tab that holds them. Secure contexts only. */
function browserLock(locks: LockManager, user: number): Exclusive {
  return async <T>(task: () => Promise<T>): Promise<T> => await locks.request(`chatroom:outbox:${user}`, task);
}

/**
 * A lease in the shared database, for pages that were opened over plain HTTP. Once the browser has taken
 * the database away there is nothing to share: each tab then sends what it has in memory.
 */
export function leaseLock(database: Database, user: number): Exclusive {
  const owner = uuid();

  async function acquire(): Promise<boolean> {
    const transaction = database.transaction("leases", "readwrite");
    const held = await transaction.store.get(user);
    const free = !held || held.owner === owner || held.expires < Date.now();
    if (free) await transaction.store.put({ user, owner, expires: Date.now() + LEASE_MS });
    await transaction.done;
    return free;
  }

  async function release(): Promise<void> {
    const transaction = database.transaction("leases", "readwrite");
    const held = await transaction.store.get(user);
    if (held?.owner === owner) await transaction.store.delete(user);
    await transaction.done;
  }

  return async (task) => {
    while (!(await acquire().catch(() => true))) await wait(POLL_MS * (1 + Math.random()));
    try {
      return await task();
    } finally {
      // A lease that cannot be given back ends by itself.
      await release().catch(() => undefined);
    }
  };
}

function bestLock(database: Database | null, user: number): Exclusive {
  if (!database) return (task) => task();
  // Absent in insecure contexts, whatever the type says.
  const locks = navigator.locks as LockManager | undefined;
  return locks ? browserLock(locks, user) : leaseLock(database, user);
}

/** The best lock there is. Without a shared database each tab sends only what is its own. */
export function exclusive(opening: Promise<Database | null>, user: number): Exclusive {
  const lock = opening.then((database) => bestLock(database, user));
  return async (task) => (await lock)(task);
}
