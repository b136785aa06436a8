// The copies of unsaved words that this browser keeps, for one writer and article each.
//
// A copy is `{ at, version, isSent, fields, waiting }`: when it was typed (milliseconds), the version of the
// draft it was typed into, whether it was on its way to us, `[name, value]` of each field of the form, and an
// older copy that nobody has decided about yet.

import { localStore } from "../browser_storage.js";

const PREFIX = "unsaved:";

const ownersPrefix = (writer) => `${PREFIX}${writer}:`;

/** Who is logged in; "" where nobody is. */
export function currentWriter() {
  return document.querySelector("meta[name=writer]")?.content ?? "";
}

/** The copy that whoever is logged in has of one article; `write` says whether there was room for it. */
export function copyOf(article) {
  const key = ownersPrefix(currentWriter()) + (article || "new");
  return {
    read: () => localStore.get(key),
    write: (copy) => localStore.set(key, copy),
    remove: () => localStore.remove(key),
  };
}

/** Forgets what this browser keeps of all writers but `writer`; of everybody when nobody is named. */
export function forgetCopies(writer = "") {
  for (const key of localStore.keys()) {
    const isOwn = writer && key.startsWith(ownersPrefix(writer));
    if (key.startsWith(PREFIX) && !isOwn) localStore.remove(key);
  }
}
