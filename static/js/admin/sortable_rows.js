// Rows in order, by dragging. Without this script the numbers beside the rows say the same.

// Where a row says its number; a list of a hundred rows has no room for a class on each.
const PLACE = "input.place, input[name$='-place']";

const rowsOf = (body) => [...body.querySelectorAll(":scope > tr.form-row:not(.empty-form)")];

function renumber(body) {
  rowsOf(body).forEach((row, index) => {
    row.querySelector(PLACE).value = index + 1;
  });
}

function moveTo(row, y) {
  const others = rowsOf(row.parentElement).filter((other) => other !== row);
  const below = others.find((other) => {
    const box = other.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  if (below) {
    below.before(row);
  } else {
    others.at(-1)?.after(row);
  }
}

// Listens on the document: a row that moves within the table would lose a captured pointer.
function startDragging(event) {
  const row = event.target.closest("tr.form-row");
  const dragging = new AbortController();
  const follow = (move) => moveTo(row, move.clientY);
  const stop = () => {
    dragging.abort();
    row.classList.remove("is-dragged");
    renumber(row.parentElement);
  };
  event.preventDefault();
  row.classList.add("is-dragged");
  document.addEventListener("pointermove", follow, { signal: dragging.signal });
  document.addEventListener("pointerup", stop, { signal: dragging.signal });
  document.addEventListener("pointercancel", stop, { signal: dragging.signal });
}

function addHandle(row) {
  const place = row.querySelector(PLACE);
  if (!place || row.querySelector(".drag-handle")) return;
  const handle = document.createElement("span");
  handle.className = "drag-handle";
  handle.textContent = "⠿";
  // People who cannot drag have the number beside it.
  handle.setAttribute("aria-hidden", "true");
  handle.addEventListener("pointerdown", startDragging);
  place.before(handle);
}

document.addEventListener("formset:added", (event) => addHandle(event.target));
document.querySelectorAll(".ordered-rows tr.form-row:not(.empty-form)").forEach(addHandle);
