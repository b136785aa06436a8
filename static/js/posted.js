// The words have arrived, posted or in a form of the staff: their draft has done its work.

import { sent, shelf } from "./shelf.js";

const draft = sent.get();
if (draft) {
  shelf.remove(draft);
  sent.remove();
}
