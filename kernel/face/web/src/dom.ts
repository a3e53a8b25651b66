// Small helpers over the document. Nothing here knows a page.

/** The first element that matches, typed. */
export function find<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T | null {
  return within.querySelector<T>(selector);
}

/** Every element that matches, typed. */
export function all<T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] {
  return [...within.querySelectorAll<T>(selector)];
}

/** Listens on the whole document for an event from within `selector`, so that swapped content needs no wiring. */
export function on<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(type, (event) => {
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (from) act(from, event);
  });
}

/** An element with attributes and content; text is always text. */
export function make(tag: string, attributes: Record<string, string> = {}, ...content: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...content);
  return element;
}

/** Lets `act` run once things have been quiet for `wait` milliseconds. */
export function settled(wait: number, act: () => void): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(act, wait);
  };
}

/** Whether the person is typing somewhere, so that single keys mean letters. */
export function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select"))
  );
}

/** Follows only addresses of this site, however the list that named them was made. */
export function own(address: string): URL | null {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url : null;
  } catch {
    return null;
  }
}

/** Whether somebody changed a field since it was drawn. */
export function touched(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return element.value !== element.defaultValue;
  if (element instanceof HTMLSelectElement) {
    return [...element.options].some((option) => option.selected !== option.defaultSelected) && [...element.options].some((option) => option.defaultSelected);
  }
  if (!(element instanceof HTMLInputElement) || element.type === "hidden") return false;
  return element.type === "checkbox" || element.type === "radio" ? element.checked !== element.defaultChecked : element.value !== element.defaultValue;
}
