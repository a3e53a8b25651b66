// What the device keeps: the day as it was last read, and the outbox. Durable before anything says "saved".
import type { Day, Item } from "./types";

const NAME = "accord-field";

let opened: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("day", { keyPath: "person.id" });
      asked.result.createObjectStore("outbox", { keyPath: "id" });
      asked.result.createObjectStore("meta");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error("the device keeps nothing"));
  });
  return opened;
}

async function run<T>(store: string, mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  return await new Promise((resolve, reject) => {
    const tx = db.transaction(store, mode, { durability: "strict" });
    const asked = work(tx.objectStore(store));
    // Kept when the transaction is over, not when the request is.
    tx.oncomplete = () => resolve(asked.result);
    tx.onabort = tx.onerror = () => reject(tx.error ?? new Error("the device keeps nothing"));
  });
}

/** The person who last used the device. */
export const lastPerson = (): Promise<string | undefined> => run("meta", "readonly", (store) => store.get("person") as IDBRequest<string | undefined>);
export const keepDay = async (day: Day): Promise<void> => {
  await run("day", "readwrite", (store) => store.put(day));
  await run("meta", "readwrite", (store) => store.put(day.person.id, "person"));
};
export const readDay = (person: string): Promise<Day | undefined> => run("day", "readonly", (store) => store.get(person) as IDBRequest<Day | undefined>);
export const forgetDay = async (person: string): Promise<void> => {
  await run("day", "readwrite", (store) => store.delete(person));
  await run("meta", "readwrite", (store) => store.delete("person"));
};
export const readItems = async (): Promise<Item[]> => {
  const items = await run("outbox", "readonly", (store) => store.getAll() as IDBRequest<Item[]>);
  return items.sort((a, b) => a.seq - b.seq);
};
export const keepItem = async (item: Item): Promise<void> => void (await run("outbox", "readwrite", (store) => store.put(item)));
export const dropItem = async (id: string): Promise<void> => void (await run("outbox", "readwrite", (store) => store.delete(id)));
