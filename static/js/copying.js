// Each citation can be copied with one press, its italics with it. Where the browser has no
// clipboard for us, nothing is offered: the words can be selected.

function blob(words, type) {
  return new Blob([words], { type });
}

function copied(entry) {
  return new ClipboardItem({
    "text/plain": blob(entry.textContent.trim(), "text/plain"),
    "text/html": blob(entry.innerHTML.trim(), "text/html"),
  });
}

async function copy(entry, status) {
  // Emptied first: what says the same again is not read out again.
  status.textContent = "";
  try {
    await navigator.clipboard.write([copied(entry)]);
    status.textContent = status.dataset.done;
  } catch {
    status.textContent = status.dataset.failed;
  }
}

function offer(template) {
  const entry = template.previousElementSibling;
  const place = template.content.firstElementChild;
  const [button, status] = place.children;
  template.replaceWith(place);
  button.addEventListener("click", () => copy(entry, status));
}

if (window.ClipboardItem && navigator.clipboard?.write) {
  document.querySelectorAll("template.copy-place").forEach(offer);
}
