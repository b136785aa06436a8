// Each citation can be copied with one press, its italics with it. Where the browser has no
// clipboard for us, nothing is offered: the words can be selected.

function blobOf(text, type) {
  return new Blob([text], { type });
}

function clipboardItemOf(entry) {
  return new ClipboardItem({
    "text/plain": blobOf(entry.textContent.trim(), "text/plain"),
    // oxlint-disable-next-line no-restricted-properties -- read only
    "text/html": blobOf(entry.innerHTML.trim(), "text/html"),
  });
}

async function copyEntry(entry, status) {
  // Emptied first: what says the same again is not read out again.
  status.textContent = "";
  try {
    await navigator.clipboard.write([clipboardItemOf(entry)]);
    status.textContent = status.dataset.done;
  } catch {
    status.textContent = status.dataset.failed;
  }
}

function addButton(template) {
  const entry = template.previousElementSibling;
  const place = template.content.firstElementChild;
  const [button, status] = place.children;
  template.replaceWith(place);
  button.addEventListener("click", () => copyEntry(entry, status));
}

if (window.ClipboardItem && navigator.clipboard?.write) {
  document.querySelectorAll("template.copy-place").forEach(addButton);
}
