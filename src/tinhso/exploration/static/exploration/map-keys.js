// Moving over a map: the neighbour in a direction, and the part of the sheet that is looked at.
(function () {
  "use strict";
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  // The nearest unit in that direction: far to the side counts double, behind does not count.
  function neighbour(places, from, key) {
    const way = WAYS[key], here = places[from];
    let best = null, least = Infinity;
    if (!way || here.x == null) return null;
    places.forEach((one, number) => {
      if (one.x == null || number === from) return;
      const dx = one.x - here.x, dy = one.y - here.y;
      const along = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (along <= 0 || aside > along * 2) return;
      const far = along + aside * 2;
      if (far < least) { least = far; best = number; }
    });
    return best;
  }

  const MOST = 12;
  // Zooming and panning change the viewBox only.
  function lens(sheet, stage, whole, kept, changed) {
    const box = kept ? [...kept] : [...whole];
    let wide = box[2];
    function show() {
      sheet.setAttribute("viewBox", box.map((one) => one.toFixed(1)).join(" "));
      stage.classList.toggle("is-zoomed", box[2] < whole[2] - 0.5);
      if (wide !== box[2]) { wide = box[2]; changed(); }
    }
    function hold() {
      box[0] = Math.min(Math.max(box[0], whole[0]), whole[0] + whole[2] - box[2]);
      box[1] = Math.min(Math.max(box[1], whole[1]), whole[1] + whole[3] - box[3]);
      show();
    }
    function point(clientX, clientY) {
      const at = new DOMPoint(clientX, clientY).matrixTransform(sheet.getScreenCTM().inverse());
      return [at.x, at.y];
    }
    function zoom(factor, around) {
      const width = Math.min(whole[2], Math.max(whole[2] / MOST, box[2] / factor)), share = width / box[2];
      const [x, y] = around || [box[0] + box[2] / 2, box[1] + box[3] / 2];
      box[0] = x - (x - box[0]) * share; box[1] = y - (y - box[1]) * share;
      box[2] = width; box[3] = whole[3] * (width / whole[2]);
      hold();
    }
    function pan(dx, dy) { box[0] += dx; box[1] += dy; hold(); }
    function reset() { whole.forEach((one, index) => { box[index] = one; }); show(); }
    function reveal(x, y) {
      if (x > box[0] && x < box[0] + box[2] && y > box[1] && y < box[1] + box[3]) return;
      pan(x - box[0] - box[2] / 2, y - box[1] - box[3] / 2);
    }
    if (kept) show();
    return { zoom, pan, reset, reveal, point, box, whole, isWhole: () => box[2] >= whole[2] - 0.5, share: () => box[2] / whole[2] };
  }

  window.tinhsoMap = { neighbour, lens, WAYS };
})();
