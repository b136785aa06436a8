// Where a device has a way of its own to pass an address on, that is offered first.

function offerToShare(template) {
  const place = template.content.firstElementChild;
  const button = place.querySelector("button");
  template.replaceWith(place);
  button.addEventListener("click", async () => {
    const { address: url, title } = button.dataset;
    try {
      await navigator.share({ title, url });
    } catch {
      // Closed again without sharing; the links are still there.
    }
  });
}

if (navigator.share) document.querySelectorAll("template.share-place").forEach(offerToShare);
