// The words have arrived, posted or in a form of the staff: their draft has done its work.

import { sentDraft, sessionStore } from "./browser_storage.js";

const draftKey = sentDraft.get();
if (draftKey) {
  sessionStore.remove(draftKey);
  sentDraft.remove();
}
