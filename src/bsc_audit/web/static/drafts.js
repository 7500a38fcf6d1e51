// What was filled in and is not stored yet, kept on this device: one database a person, one entry an answer.

const STORE = "drafts";

export class Drafts {
  /** The database of a person; where the browser keeps none, entries live as long as the page. */
  static async open(person) {
    const drafts = new Drafts();
    drafts.page = new Map();
    try {
      const opening = indexedDB.open(`bsc-form-${person}`, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
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

  #store(mode) {
    return this.database.transaction(STORE, mode).objectStore(STORE);
  }
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
