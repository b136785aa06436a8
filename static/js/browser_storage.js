// Reads and writes a browser's storage, if it lets us: some readers forbid it.

const SENT = "sent";

function orNull(access) {
  try {
    return access();
  } catch {
    return null;
  }
}

/** A storage that takes what JSON can say, and answers null where it may not be used. */
function jsonStore(storage) {
  return {
    get: (key) => orNull(() => JSON.parse(storage().getItem(key))),
    /** Whether there was room for it. */
    set: (key, value) =>
      orNull(() => storage().setItem(key, JSON.stringify(value)) === undefined) ?? false,
    remove: (key) => orNull(() => storage().removeItem(key)),
    keys: () => orNull(() => Object.keys(storage())) ?? [],
  };
}

// For this tab, and for good.
export const sessionStore = jsonStore(() => sessionStorage);
export const localStore = jsonStore(() => localStorage);

// The key of the draft that is on its way to us.
export const sentDraft = {
  get: () => sessionStore.get(SENT),
  set: (draftKey) => sessionStore.set(SENT, draftKey),
  remove: () => sessionStore.remove(SENT),
};
