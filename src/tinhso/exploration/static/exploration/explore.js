// The Explore page: copies its address, and takes a drawing as SVG or PNG with its title and its source.
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", HEAD = 44, FOOT = 34, EDGE = 16, FONT = "Be Vietnam Pro, Segoe UI, Arial, sans-serif";
  const announce = (text) => { const place = document.getElementById("announce"); if (place) place.textContent = text; };

  async function copy(button) {
    const address = location.href, label = button.querySelector("span"), before = label.textContent;
    try { await navigator.clipboard.writeText(address); } catch (_) {
      const field = document.createElement("input");
      field.value = address;
      document.body.appendChild(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    label.textContent = button.dataset.copied;
    announce(button.dataset.copied);
    setTimeout(() => { label.textContent = before; }, 2500);
  }

  function put(parent, name, attributes, text) {
    const made = parent.appendChild(document.createElementNS(NS, name));
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text != null) made.textContent = text;
    return made;
  }

  // The browser's drawing between its title and its source; nothing in it refers to anything outside.
  function framed(figure) {
    const drawing = figure.querySelector(".chart__stage svg");
    if (!drawing) return null;
    const width = Math.round(drawing.clientWidth || drawing.getBoundingClientRect().width), height = Math.round(drawing.clientHeight || drawing.getBoundingClientRect().height);
    const css = getComputedStyle(document.documentElement), colour = (name) => css.getPropertyValue(name).trim();
    const svg = document.createElementNS(NS, "svg");
    const all = { xmlns: NS, width: width + 2 * EDGE, height: height + HEAD + FOOT, viewBox: `0 0 ${width + 2 * EDGE} ${height + HEAD + FOOT}`, "font-family": FONT };
    Object.entries(all).forEach(([key, value]) => svg.setAttribute(key, value));
    put(svg, "title", {}, figure.dataset.title);
    put(svg, "rect", { width: "100%", height: "100%", fill: colour("--paper") });
    put(svg, "text", { x: EDGE, y: 28, "font-size": 16, "font-weight": 600, fill: colour("--ink") }, figure.dataset.title);
    const inner = drawing.cloneNode(true);
    Object.entries({ x: EDGE, y: HEAD, width, height }).forEach(([key, value]) => inner.setAttribute(key, value));
    inner.removeAttribute("style");
    svg.appendChild(inner);
    put(svg, "text", { x: EDGE, y: height + HEAD + 20, "font-size": 12, fill: colour("--muted") }, figure.dataset.source);
    return new XMLSerializer().serializeToString(svg);
  }

  function download(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function png(text, name) {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = picture.naturalWidth * 2;
      canvas.height = picture.naturalHeight * 2;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => { if (blob) download(blob, name); }, "image/png");
    };
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }

  async function take(event, link) {
    const drawn = document.getElementById(link.dataset.of), figure = drawn && drawn.querySelector("[data-chart]");
    const own = figure && framed(figure);
    if (!own && link.dataset.take === "svg") return; // the server's own picture
    event.preventDefault();
    const text = own || await (await fetch(link.href)).text(), name = "kham-pha." + link.dataset.take;
    if (link.dataset.take === "png") png(text, name); else download(new Blob([text], { type: "image/svg+xml" }), name);
  }

  document.addEventListener("click", (event) => {
    const copier = event.target.closest("[data-copy-address]"), taker = event.target.closest("[data-take]");
    if (copier) copy(copier);
    if (taker) take(event, taker);
  });
})();
