// The copies of unsaved words that this browser keeps, for one writer and article each.
//
// A copy is `{ at, version, isSent, fields }`: when it was typed (milliseconds), the version of the draft it
// was typed into, whether it was on its way to us, and `[name, value]` of each field of the form.

const PREFIX = "unsaved:";

const ownersPrefix = (writer) => `${PREFIX}${writer}:`;

function attempt(access) {
  try {
    return access();
  } catch {
    return null;
  }
}

/** One writer's copy of one article. A browser may refuse to keep anything, or have no room. */
export function copyOf(writer, article) {
  const key = ownersPrefix(writer) + (article || "new");
  return {
    read: () => attempt(() => JSON.parse(localStorage.getItem(key))),
    /** Whether it was kept. */
    write: (copy) =>
      attempt(() => {
        localStorage.setItem(key, JSON.stringify(copy));
        return true;
      }) ?? false,
    remove: () => attempt(() => localStorage.removeItem(key)),
  };
}

/** Forgets what this browser keeps of all writers but `writer`; of everybody when nobody is named. */
export function forgetCopies(writer = "") {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
    const isOwn = writer && key.startsWith(ownersPrefix(writer));
    if (!isOwn) attempt(() => localStorage.removeItem(key));
  }
}
