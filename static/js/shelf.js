// Where a browser keeps drafts, if it lets us: some readers forbid it.

const SENT = "sent";

function quietly(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

function drawer(storage) {
  return {
    get: (name) => quietly(() => JSON.parse(storage().getItem(name))),
    put: (name, value) => quietly(() => storage().setItem(name, JSON.stringify(value))),
    remove: (name) => quietly(() => storage().removeItem(name)),
  };
}

// For this tab, and for good.
export const shelf = drawer(() => sessionStorage);
export const cupboard = drawer(() => localStorage);

// Which draft is on its way to us.
export const sent = {
  get: () => shelf.get(SENT),
  put: (name) => shelf.put(SENT, name),
  remove: () => shelf.remove(SENT),
};
