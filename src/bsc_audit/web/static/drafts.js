// What was filled in and is not stored yet, kept on this device: one database a person, one entry an answer, one a file.

const STORE = "drafts";
const FILES = "files";

export class Drafts {
  /** The database of a person; where the browser keeps none, entries live as long as the page. */
  static async open(person) {
    const drafts = new Drafts();
    drafts.page = new Map();
    drafts.pageFiles = new Map();
    try {
      const opening = indexedDB.open(`bsc-form-${person}`, 2);
      opening.onupgradeneeded = () => {
        for (const name of [STORE, FILES]) if (!opening.result.objectStoreNames.contains(name)) opening.result.createObjectStore(name, { keyPath: "id" });
      };
      drafts.database = await done(opening);
    } catch {
      drafts.database = null;
    }
    return drafts;
  }

  /** Whether they outlive the page. */
  get lasting() {
    return this.database !== null;
  }

  async all() {
    const found = this.lasting ? await done(this.#store("readonly").getAll()) : [...this.page.values()];
    return found.sort((one, other) => one.at - other.at);
  }

  async put(draft) {
    if (!this.lasting) return void this.page.set(draft.id, draft);
    const store = this.#store("readwrite");
    store.put(draft);
    await finished(store.transaction);
  }

  /** Files that are not in the register yet, the oldest first. */
  async files() {
    const found = this.lasting ? await done(this.#store("readonly", FILES).getAll()) : [...this.pageFiles.values()];
    return found.sort((one, other) => one.at - other.at);
  }

  /** Keep a file; refused where the device has no room for it. */
  async putFile(file) {
    if (!this.lasting) return void this.pageFiles.set(file.id, file);
    const store = this.#store("readwrite", FILES);
    store.put(file);
    await finished(store.transaction);
  }

  async dropFile(id) {
    if (!this.lasting) return void this.pageFiles.delete(id);
    const store = this.#store("readwrite", FILES);
    store.delete(id);
    await finished(store.transaction);
  }

  /**
   * Forget a draft that was stored as it stood at `at`; one that was changed since goes on from the version stored now.
   * Tells whether it is forgotten.
   */
  async settle(id, at, version) {
    if (!this.lasting) return this.#settlePage(id, at, version);
    const store = this.#store("readwrite");
    const draft = await done(store.get(id));
    const newer = Boolean(draft && draft.at > at);
    if (newer) store.put({ ...draft, version });
    else store.delete(id);
    await finished(store.transaction);
    return !newer;
  }

  #settlePage(id, at, version) {
    const draft = this.page.get(id);
    const newer = Boolean(draft && draft.at > at);
    if (newer) this.page.set(id, { ...draft, version });
    else this.page.delete(id);
    return !newer;
  }

  #store(mode, name = STORE) {
    return this.database.transaction(name, mode).objectStore(name);
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another tab holds an earlier form of it"));
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
