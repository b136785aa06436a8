// The desk works without this file: it only ticks, counts and opens a little faster.

const bulkBar = document.getElementById("many");

if (bulkBar) {
  const selectAll = document.getElementById("everything");
  const count = document.getElementById("chosen-count");
  const boxes = [...document.querySelectorAll('[type="checkbox"][name="chosen"]')];

  const updateCount = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.hidden = chosen === 0;
    count.value = `${chosen} ✓`;
    selectAll.checked = chosen === boxes.length;
    selectAll.indeterminate = chosen > 0 && chosen < boxes.length;
  };

  selectAll.addEventListener("change", () => {
    for (const box of boxes) box.checked = selectAll.checked;
    updateCount();
  });
  for (const box of boxes) box.addEventListener("change", updateCount);
  // A browser that comes back to this page ticks the boxes again only now.
  window.addEventListener("pageshow", updateCount);
}

// Opening "Refuse …" leads straight to its reasons.
for (const details of document.querySelectorAll("details.desk-ask, details.desk-search")) {
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector("form").contains(document.activeElement)) return;
    details.querySelector("select, textarea, button, input:not([type=hidden])").focus();
  });
}

// A reason that wants a note: the browser asks for it before the server has to.
document.addEventListener("change", (event) => {
  if (event.target.name !== "reason") return;
  const note = event.target.form.elements.note;
  if (note) note.required = "wantsNote" in event.target.selectedOptions[0].dataset;
});

// A page that is opened says nothing to a screen reader by itself: what comes into a status does.
// The button stays meanwhile, and with it the place of everything below.
const report = document.getElementById("report");
if (report) {
  const lines = [...report.querySelectorAll("p")].map((line) => [line, [...line.childNodes]]);
  for (const [line] of lines) line.replaceChildren();
  setTimeout(() => lines.forEach(([line, words]) => line.replaceChildren(...words)), 100);
}
