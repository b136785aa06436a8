// A picture is made smaller before it is sent: what a camera takes is ten times what a page shows.
// A browser that can read HEIC makes a JPEG of it on the way.

const MAX_SIDE = 2_400;
// What is smaller is sent as it is.
const ENOUGH = 2_000_000;
const QUALITY = 0.92;

const isHeic = (file) => /^image\/hei[cf]/.test(file.type) || /\.hei[cf]$/i.test(file.name);
const isDrawing = (file) => /^image\/(png|webp)$/.test(file.type);

async function drawn(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const size = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = new OffscreenCanvas(...size);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, ...size);
  bitmap.close();
  // What may be transparent stays so.
  const type = isDrawing(file) ? "image/webp" : "image/jpeg";
  return canvas.convertToBlob({ type, quality: QUALITY });
}

/** `file`, or a smaller one in its place. What the browser cannot read is for the server to judge. */
export async function shrinkPicture(file) {
  const isMoving = file.type === "image/gif";
  if (isMoving || (file.size <= ENOUGH && !isHeic(file))) return file;
  try {
    const blob = await drawn(file);
    if (blob.size >= file.size && !isHeic(file)) return file;
    const name = file.name.replace(/\.\w+$/, "");
    return new File([blob], `${name}.${blob.type.split("/")[1]}`, { type: blob.type });
  } catch {
    return file;
  }
}

/** Why the server would refuse `file`, as `limits` say it; empty where only it can tell. */
export function refusalOf(file, limits) {
  if (isHeic(file)) return limits.heic;
  return file.size > limits.limit ? limits.tooLarge : "";
}

/** What a field for pictures says of its limits; it takes HEIC where this script is there to help. */
export function limitsOf(input) {
  if (!input.accept.includes("heic")) input.accept += ",image/heic,image/heif";
  return JSON.parse(input.dataset.shrink);
}
