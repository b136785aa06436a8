// Unsaved words belong to whoever typed them: they go when somebody else logs in here, and on logging out.

import { currentWriter, forgetCopies } from "./kept_copies.js";

if (currentWriter()) forgetCopies(currentWriter());
document.getElementById("logout-form")?.addEventListener("submit", () => forgetCopies());
