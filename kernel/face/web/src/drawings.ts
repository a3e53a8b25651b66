// Signatures drawn with a finger, a pen or a mouse. What is drawn is kept as strokes of points in a hidden field,
// `12,30 14,32;80,7 81,9`: small, and nothing in it can run.
import { all, find, on } from "./dom";

/** Most points of one drawing. */
const POINTS_MAX = 1500;

export function drawings(): void {
  document.addEventListener("pointerdown", (event) => {
    const sheet = event.target instanceof HTMLCanvasElement ? event.target : null;
    const box = sheet?.closest<HTMLElement>("[data-drawing]");
    const field = box && find<HTMLInputElement>("input[type=hidden]", box);
    const pen = sheet?.getContext("2d");
    if (!sheet || !field || !pen) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(sheet).color;
    pen.beginPath();
    let stroke = "";
    const point = (at: PointerEvent) => {
      if (field.value.split(" ").length > POINTS_MAX) return;
      const frame = sheet.getBoundingClientRect();
      const x = bounded(((at.clientX - frame.left) / frame.width) * sheet.width, sheet.width);
      const y = bounded(((at.clientY - frame.top) / frame.height) * sheet.height, sheet.height);
      if (stroke.endsWith(`${x},${y}`)) return;
      pen.lineTo(x, y);
      pen.stroke();
      const before = field.value;
      field.value = stroke ? `${before} ${x},${y}` : before ? `${before};${x},${y}` : `${x},${y}`;
      stroke += ` ${x},${y}`;
    };
    point(event);
    const end = () => {
      sheet.removeEventListener("pointermove", point);
    };
    sheet.addEventListener("pointermove", point);
    sheet.addEventListener("pointerup", end, { once: true });
    sheet.addEventListener("pointercancel", end, { once: true });
  });
  on("click", "[data-drawing-again]", (button) => {
    const box = button.closest<HTMLElement>("[data-drawing]");
    if (!box) return;
    for (const field of all<HTMLInputElement>("input[type=hidden]", box)) field.value = "";
    for (const sheet of all<HTMLCanvasElement>("canvas", box)) sheet.getContext("2d")?.clearRect(0, 0, sheet.width, sheet.height);
  });
}

function bounded(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most));
}
