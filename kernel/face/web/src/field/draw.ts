// A signature drawn with a finger: whole numbers in a box of 1000 by 400, as the path of an SVG.
import { say } from "./words";

const WIDE = 1000;
const HIGH = 400;

export interface Pad { element: HTMLElement; path: () => string }

export function pad(): Pad {
  const canvas = document.createElement("canvas");
  canvas.width = WIDE;
  canvas.height = HIGH;
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", say("field-app-draw"));
  const tokens: string[] = [];
  let down = false;
  const pen = canvas.getContext("2d");
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * (WIDE - 1));
    const y = Math.round(((event.clientY - box.top) / box.height) * (HIGH - 1));
    return [Math.min(WIDE - 1, Math.max(0, x)), Math.min(HIGH - 1, Math.max(0, y))];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    down = true;
    const [x, y] = at(event);
    tokens.push(`M ${x} ${y}`);
    if (!pen) return;
    pen.lineWidth = 5;
    pen.lineCap = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.beginPath();
    pen.moveTo(x, y);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down || tokens.length > 3_000) return;
    const [x, y] = at(event);
    tokens.push(`L ${x} ${y}`);
    pen?.lineTo(x, y);
    pen?.stroke();
  });
  for (const end of ["pointerup", "pointercancel"] as const) canvas.addEventListener(end, () => (down = false));
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "quiet";
  clear.textContent = say("field-app-draw-again");
  clear.addEventListener("click", () => {
    tokens.length = 0;
    pen?.clearRect(0, 0, WIDE, HIGH);
  });
  const element = document.createElement("div");
  element.append(canvas, clear);
  return { element, path: () => tokens.join(" ") };
}

/** A photo, small enough for a bad line: at most 1600 pixels a side. */
export async function smaller(file: File): Promise<Blob> {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 1600 / Math.max(image.width, image.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
  } catch {
    return file;
  }
}
