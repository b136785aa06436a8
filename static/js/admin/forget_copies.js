// Unsaved words belong to whoever typed them: they go when somebody else logs in here, and on logging out.

import { forgetCopies } from "./kept_copies.js";

const writer = document.querySelector("meta[name=writer]")?.content;
if (writer) forgetCopies(writer);
document.getElementById("logout-form")?.addEventListener("submit", () => forgetCopies());
