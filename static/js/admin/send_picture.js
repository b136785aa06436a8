// One picture on its way to the library.

import { refusalOf, shrinkPicture } from "./shrink_picture.js";

function post(address, data, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener("load", () => {
      if (request.response?.pictures) resolve(request.response);
      else reject(new Error(String(request.status)));
    });
    request.addEventListener("error", () => reject(new Error("offline")));
    request.send(data);
  });
}

/**
 * Sends `file`, made smaller, with `fields`, an iterable of names and values, to `address`.
 *
 * Tells `onProgress` how much of it is sent, from 0 to 1. Gives what was kept, refused and remarked,
 * as the server says it; what is over the `limits` is refused here. Throws where no answer comes.
 */
export async function sendPicture(file, { address, fields, limits, onProgress = () => {} }) {
  const small = await shrinkPicture(file);
  const refusal = refusalOf(small, limits);
  if (refusal) return { pictures: [], refused: [`${file.name}: ${refusal}`], remarks: [] };
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  data.append("pictures", small);
  return post(address, data, onProgress);
}
