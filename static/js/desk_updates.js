// What comes in while a list is open announces itself, and waits until it is asked for.

const INTERVAL = 30_000;
const notice = document.querySelector(".desk-news");

async function checkForUpdates() {
  if (document.hidden) return;
  const response = await fetch(notice.dataset.address, { headers: { Accept: "application/json" } });
  // Logged out meanwhile: the next press of a button says so, and loses nothing.
  if (!response.ok || response.redirected) return;
  const { count, words } = await response.json();
  const link = notice.querySelector("a");
  if (!count || link.textContent === words) return;
  link.textContent = words;
  link.hidden = false;
}

if (notice) {
  const check = () => checkForUpdates().catch(() => {});
  setInterval(check, INTERVAL);
  document.addEventListener("visibilitychange", check);
}
