// One page on paper, without the rest of the lesson: a frame of its own is printed and taken away.

const STYLE = `
  @page { margin: 14mm; }
  body { color: #000; background: #fff; font: 10.5px/1.35 system-ui, sans-serif; margin: 0; }
  h3 { font-size: 17px; margin: 0 0 2px; } h4 { font-size: 11.5px; margin: 7px 0 1px; }
  p, ul { margin: 1px 0; } ul { padding-left: 15px; }
  .ll-walk-pictures { display: flex; gap: 8px; } figure { flex: 1; margin: 4px 0; }
  img { width: 100%; } .ll-on-dark { display: none; } figcaption { font-size: 9.5px; color: #444; }
`;

/**
 * @param {HTMLElement} page
 * @param {string} title
 */
export function printPage(page, title) {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("aria-hidden", "true");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  document.body.append(frame);
  const paper = /** @type {Document} */ (frame.contentDocument);
  paper.title = title;
  const style = paper.createElement("style");
  style.textContent = STYLE;
  paper.head.append(style);
  paper.body.append(paper.importNode(page, true));
  const view = /** @type {Window} */ (frame.contentWindow);
  const pictures = [...paper.images].map((image) => image.decode().catch(() => {}));
  Promise.all(pictures).then(() => {
    view.addEventListener("afterprint", () => frame.remove(), { once: true });
    view.print();
  });
}
