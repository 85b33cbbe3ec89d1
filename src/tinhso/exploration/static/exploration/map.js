// Maps: the slider through time, the card, the list, classes to filter by. Without this file all of it can be read.
(function () {
  "use strict";
  const { neighbour, lens, WAYS } = window.tinhsoMap;
  const HATCH = { "-": "missing", x: "undivided", "?": "outside" };
  const ARROWS = { 1: "M0 -7L6 5H-6z", "-1": "M0 7L6 -5H-6z", 0: "M-6 -3H6V-1H-6zM-6 1H6V3H-6z" };
  const TEXT_FROM = 0.45, TICK = 1100;
  const kept = new Map(); // what a reader had done to a map before its page brought it anew
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

  function begin(root) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const id = root.id.replace(/-map$/, ""), old = kept.get(root.id) || {};
    const $ = (selector) => root.querySelector(selector), all = (selector) => [...root.querySelectorAll(selector)];
    const format = new Intl.NumberFormat(data.language === "en" ? "en-GB" : "vi-VN", data.digits == null ? { maximumFractionDigits: 2 } : { minimumFractionDigits: data.digits, maximumFractionDigits: data.digits });
    const units = new Map(all(".mapx__unit").map((one) => [Number(one.dataset.i), one]));
    const circles = new Map(all(".mapx__symbol").map((one) => [Number(one.dataset.i), one]));
    const arrows = new Map(all(".mapx__arrow").map((one) => [Number(one.dataset.i), one]));
    const lines = new Map(all("[data-list] tbody tr").map((one) => [Number(one.dataset.i), one]));
    const sheet = $(".mapx__sheet"), stage = $("[data-stage]"), card = $("[data-card]"), range = $("[data-range]"), list = $("[data-list] tbody");
    const asked = data.periods.findIndex((one) => one.code === data.at), newest = data.periods.length - 1;
    const state = { at: asked, filter: "", sort: "value", up: false, picked: null, focus: [...units.keys()][0], arrows: true, timer: 0, box: null, follows: asked === newest };
    // A map that showed the newest period goes on to the newest; any other stays where it was put.
    if (old.code && !old.follows) state.at = Math.max(0, data.periods.findIndex((one) => one.code === old.code));
    Object.assign(state, { filter: old.filter || "", sort: old.sort || "value", up: !!old.up, arrows: old.arrows !== false, box: old.box || null });
    if (units.has(old.focus)) state.focus = old.focus;
    const now = () => data.periods[state.at];
    const moved = () => (sheet && !view.isWhole() ? [...view.box] : null);
    const keep = () => kept.set(root.id, { code: now().code, follows: state.at === newest, filter: state.filter, sort: state.sort, up: state.up, arrows: state.arrows, box: moved(), focus: state.focus, held: units.get(state.focus) === document.activeElement, playing: !!state.timer });
    const view = sheet ? lens(sheet, stage, sheet.getAttribute("viewBox").split(" ").map(Number), state.box, () => arrows.forEach((arrow, number) => point(number, arrow))) : null;

    // ---- words
    function said(number) {
      const period = now(), letter = period.classes[number], value = period.values[number];
      if (letter === "x") return data.words.undivided;
      if (value == null) return data.words.missing;
      const word = (data.bands[letter] || {}).word || "";
      if (data.named && word) return word;
      const told = `${format.format(value)} ${data.unit}`.trim();
      return word ? `${told} (${word})` : told;
    }
    const changeOf = (number) => { const changes = now().changes; return changes ? changes[number] : null; };
    function changed(number) {
      const by = changeOf(number);
      return by == null ? "–" : `${by ? (by > 0 ? "▲" : "▼") : "="} ${format.format(Math.abs(by))}`;
    }
    function turn(by) {
      if (by == null) return "";
      if (!by) return "same";
      return data.up === "neutral" ? "neutral" : (by > 0) === (data.up === "better") ? "better" : "worse";
    }
    const marks = (number) => (now().classes[number] === "x" ? "" : now().marks[number] || "");
    const title = (number) => [`${data.places[number].name}: ${said(number)}`, marks(number), changeOf(number) == null ? "" : changed(number)].filter(Boolean).join(", ");
    const isIn = (number) => !state.filter || now().classes[number] === state.filter;
    function facts(address) {
      const url = new URL(address, location.href);
      url.searchParams.set("period", now().code);
      return url.pathname + url.search;
    }

    // ---- drawing
    function paint(number, unit) {
      const area = unit.querySelector(".mapx__area"), letter = now().classes[number], hatch = HATCH[letter];
      const tone = data.form === "symbols" && !hatch ? "mapx--land" : (data.bands[letter] || {}).tone || "";
      area.setAttribute("class", `mapx__area ${tone}${!hatch && marks(number) ? " is-partial" : ""}`);
      if (hatch) area.setAttribute("fill", `url(#${id}-${hatch})`); else area.removeAttribute("fill");
      unit.setAttribute("href", facts(unit.getAttribute("href")));
      unit.setAttribute("aria-label", title(number));
      unit.setAttribute("tabindex", number === state.focus ? "0" : "-1");
      unit.classList.toggle("is-dimmed", !isIn(number));
    }
    const most = Math.max(0, ...data.periods.flatMap((one) => one.values.map((value) => Math.abs(value || 0))));
    function swell(number, circle) {
      const value = now().values[number], r = most && value != null ? data.largest * Math.sqrt(Math.abs(value) / most) : 0;
      circle.querySelector("circle").setAttribute("r", r.toFixed(1));
      circle.querySelector("text").textContent = r > data.largest * TEXT_FROM ? format.format(value) : "";
      circle.classList.toggle("is-negative", value < 0);
      circle.classList.toggle("is-dimmed", !isIn(number));
    }
    const group = $(".mapx__arrows");
    function point(number, arrow) {
      const by = changeOf(number);
      arrow.setAttribute("class", `mapx__arrow is-${turn(by)}${isIn(number) ? "" : " is-dimmed"}`);
      arrow.setAttribute("transform", `translate(${arrow.dataset.x} ${arrow.dataset.y}) scale(${group.dataset.size * view.share()})`);
      arrow.firstElementChild.setAttribute("d", by == null ? "" : ARROWS[Math.sign(by)]);
    }
    function write(number, line) {
      line.querySelector("a").setAttribute("href", facts(line.querySelector("a").getAttribute("href")));
      line.querySelector("[data-cell='value']").textContent = said(number);
      line.querySelector("[data-cell='marks']").textContent = marks(number);
      const change = line.querySelector("[data-cell='change']");
      if (change) { change.textContent = changed(number); change.className = `num mapx__change is-${turn(changeOf(number))}`; }
      line.hidden = !isIn(number);
    }
    const order = { name: (a, b) => a - b, value: (a, b) => compare(now().values, a, b), change: (a, b) => compare(now().changes || [], a, b) };
    function compare(values, a, b) {
      const one = values[a], other = values[b]; // what has no figure stands last, whichever way it is sorted
      if (one == null || other == null) return (one == null) - (other == null) || a - b;
      return (state.up ? one - other : other - one) || a - b;
    }
    function arrange() {
      if (!list) return;
      const by = [...lines.keys()].sort(order[state.sort]);
      if (state.sort === "name" && !state.up) by.reverse();
      list.append(...by.map((number) => lines.get(number)));
      all("[data-sort]").forEach((head) => { if (head.dataset.sort === state.sort) head.setAttribute("aria-sort", state.up ? "ascending" : "descending"); else head.removeAttribute("aria-sort"); });
    }
    function legend() {
      const counts = {};
      [...now().classes].forEach((letter) => { counts[letter] = (counts[letter] || 0) + 1; });
      all("[data-letter]").forEach((key) => {
        key.querySelector("[data-count]").textContent = counts[key.dataset.letter] || 0;
        const button = key.querySelector("button");
        if (button) button.setAttribute("aria-pressed", String(key.dataset.letter === state.filter));
      });
      const bar = $("[data-filtered]");
      if (bar) { bar.hidden = !state.filter; $("[data-filtered-words]").textContent = data.words.filtered.replace("%(count)s", counts[state.filter] || 0); }
    }
    function summary() {
      const line = $("[data-summary]");
      if (line) line.hidden = state.at !== asked; // it speaks of the period that the page was asked for
      $("[data-note]").textContent = now().note ? `(${now().note})` : "";
    }
    function draw() {
      const label = now().label;
      all("[data-period]").forEach((one) => { one.textContent = label; });
      if (range) { range.value = state.at; range.setAttribute("aria-valuetext", label); }
      all("[data-step]").forEach((one) => { const to = state.at + Number(one.dataset.step); if (data.periods[to]) { one.removeAttribute("aria-disabled"); one.removeAttribute("role"); one.title = data.periods[to].label; one.setAttribute("href", addressed(data.periods[to].code)); } else { one.setAttribute("aria-disabled", "true"); one.setAttribute("role", "link"); one.removeAttribute("href"); one.removeAttribute("title"); } });
      const head = $("th[data-sort='value'] button");
      if (head) head.textContent = label;
      units.forEach((unit, number) => paint(number, unit));
      circles.forEach((circle, number) => swell(number, circle));
      arrows.forEach((arrow, number) => point(number, arrow));
      if (group) group.toggleAttribute("hidden", !state.arrows);
      lines.forEach((line, number) => write(number, line));
      arrange(); legend(); summary();
      if (state.picked != null) tell(state.picked);
      keep();
    }

    // ---- time
    function addressed(code) { const url = new URL(location.href); url.searchParams.set("at", code); return url.pathname + url.search; }
    function go(to, quietly) {
      if (!data.periods[to] || to === state.at) return;
      state.at = to;
      draw();
      if (!root.classList.contains("mapx--compact")) history.replaceState(history.state, "", addressed(now().code));
      if (!quietly) $("[data-said]").textContent = now().label;
    }
    const play = $("[data-play]");
    function playing(on) {
      clearInterval(state.timer);
      state.timer = on ? setInterval(() => go((state.at + 1) % data.periods.length, true), TICK) : 0;
      if (!play) return;
      play.setAttribute("aria-pressed", String(on));
      $("[data-play-sign]").textContent = on ? "❚❚" : "▶";
      $("[data-play-word]").textContent = on ? data.words.pause : data.words.play;
      keep();
    }
    if (play) { play.hidden = calm(); play.addEventListener("click", () => playing(!state.timer)); }
    if (range) range.addEventListener("input", () => { playing(false); go(Number(range.value), true); });
    all("[data-step]").forEach((one) => one.addEventListener("click", (event) => { event.preventDefault(); playing(false); go(state.at + Number(one.dataset.step)); }));

    // ---- card, and the same unit on the map and in the list
    function tell(number) {
      if (!card) return;
      card.replaceChildren();
      card.appendChild(document.createElement("b")).textContent = data.places[number].name;
      const line = (text, name) => { if (text) { const one = card.appendChild(document.createElement("div")); one.textContent = text; if (name) one.className = name; } };
      line(`${now().label}: ${said(number)}`); line(marks(number));
      if (changeOf(number) != null) line(`${changed(number)} ${data.words.against}`);
      line(data.words.open, "mapx__hint");
      card.hidden = false;
      if (getComputedStyle(card).position !== "absolute") return;
      const place = data.places[number], to = new DOMPoint(place.x, place.y).matrixTransform(sheet.getScreenCTM()), box = stage.getBoundingClientRect();
      const x = to.x - box.left, y = to.y - box.top, right = x + 16 + card.offsetWidth > box.width, below = y + 16 + card.offsetHeight > box.height;
      card.style.left = `${Math.max(0, right ? x - 16 - card.offsetWidth : x + 16)}px`;
      card.style.top = `${Math.max(0, below ? y - 16 - card.offsetHeight : y + 16)}px`;
    }
    function pick(number) {
      [units, circles, lines].forEach((kind) => { const before = kind.get(state.picked), after = kind.get(number); if (before) before.classList.remove("is-picked"); if (after) after.classList.add("is-picked"); });
      state.picked = number;
      const unit = units.get(number);
      if (unit && unit.parentNode.lastElementChild !== unit && document.activeElement !== unit && !dragging) unit.parentNode.append(unit); // its line lies over its neighbours'
      if (number == null || !unit) { if (card) card.hidden = true; return; }
      tell(number);
    }
    function focus(number, quietly) {
      const before = units.get(state.focus), unit = units.get(number);
      if (!unit) return;
      if (before) before.setAttribute("tabindex", "-1");
      state.focus = number;
      unit.setAttribute("tabindex", "0");
      view.reveal(data.places[number].x, data.places[number].y);
      pick(number);
      if (!quietly) unit.focus({ preventScroll: false });
      keep();
    }
    const numberOf = (target) => { const one = target.closest && target.closest("[data-i]"); return one ? Number(one.dataset.i) : null; };
    let hand = "";
    root.addEventListener("pointerover", (event) => {
      const number = numberOf(event.target), at = `${event.clientX} ${event.clientY}`, still = hand === at;
      hand = at;
      if (number != null && number !== state.picked && !still) pick(number); // what moves below a still hand is not meant
    });
    root.addEventListener("pointermove", (event) => { hand = `${event.clientX} ${event.clientY}`; });
    root.addEventListener("pointerleave", () => pick(units.get(state.focus) === document.activeElement ? state.focus : null));
    root.addEventListener("focusin", (event) => {
      const number = numberOf(event.target);
      if (number == null) return;
      if (event.target.closest(".mapx__unit") && number !== state.focus) focus(number, true); else pick(number);
    });
    root.addEventListener("focusout", (event) => { if (!root.contains(event.relatedTarget)) pick(null); });

    // ---- keyboard on the map
    let dragging = false;
    function key(event) {
      const unit = event.target.closest(".mapx__unit");
      if (!unit || event.altKey || event.ctrlKey || event.metaKey) return;
      const number = Number(unit.dataset.i), way = WAYS[event.key];
      if (way && event.shiftKey) view.pan((way[0] * view.box[2]) / 8, (way[1] * view.box[3]) / 8);
      else if (way) { const next = neighbour(data.places, number, event.key); if (next != null) focus(next); }
      else if (event.key === "Home") focus(Math.min(...units.keys()));
      else if (event.key === "End") focus(Math.max(...units.keys()));
      else if (event.key === "+" || event.key === "=") view.zoom(1.5, [data.places[number].x, data.places[number].y]);
      else if (event.key === "-") view.zoom(1 / 1.5);
      else if (event.key === "0") view.reset();
      else if (event.key === "Escape" && state.filter) filter("");
      else return;
      event.preventDefault();
      event.stopPropagation();
      tell(state.focus);
      keep();
    }

    // ---- pointer on the map
    function hands() {
      let from = null, touched = null;
      sheet.addEventListener("keydown", key);
      sheet.addEventListener("wheel", (event) => {
        if (!event.ctrlKey && !sheet.contains(document.activeElement) && !stage.classList.contains("is-zoomed")) return; // the page scrolls
        event.preventDefault();
        view.zoom(event.deltaY < 0 ? 1.25 : 0.8, view.point(event.clientX, event.clientY));
        keep();
      }, { passive: false });
      sheet.addEventListener("pointerdown", (event) => { from = event.button || view.isWhole() ? null : [event.clientX, event.clientY]; dragging = false; });
      addEventListener("pointermove", (event) => {
        if (!from || !root.isConnected) return;
        const dx = event.clientX - from[0], dy = event.clientY - from[1];
        if (!dragging && Math.hypot(dx, dy) < 5) return;
        dragging = true;
        stage.classList.add("is-panning");
        const scale = sheet.getScreenCTM().a;
        view.pan(-dx / scale, -dy / scale);
        from = [event.clientX, event.clientY];
      });
      addEventListener("pointerup", () => { from = null; stage.classList.remove("is-panning"); if (dragging) { keep(); setTimeout(() => { dragging = false; }); } });
      sheet.addEventListener("dragstart", (event) => event.preventDefault());
      sheet.addEventListener("click", (event) => {
        const number = numberOf(event.target);
        if (dragging) { event.preventDefault(); return; }
        if (event.pointerType !== "touch" || number == null || touched === number) return;
        event.preventDefault(); // the first touch shows the card, the second opens
        touched = number;
        focus(number, true);
      });
      all("[data-zoom]").forEach((one) => one.addEventListener("click", () => { const way = Number(one.dataset.zoom); if (way) view.zoom(way > 0 ? 1.6 : 1 / 1.6); else view.reset(); keep(); }));
    }

    // ---- legend, list, search
    function filter(letter) { state.filter = state.filter === letter ? "" : letter; draw(); }
    function upgrade() {
      all("[data-letter]").forEach((line) => {
        const button = document.createElement("button");
        button.type = "button"; button.className = "mapx__key";
        button.append(...line.childNodes);
        button.addEventListener("click", () => filter(line.dataset.letter));
        line.append(button);
      });
      all("th[data-sort]").forEach((head) => {
        const button = document.createElement("button");
        button.type = "button"; button.append(...head.childNodes);
        button.addEventListener("click", () => { state.up = state.sort === head.dataset.sort ? !state.up : head.dataset.sort === "name"; state.sort = head.dataset.sort; arrange(); keep(); });
        head.append(button);
      });
      all(".mapx__unit > title").forEach((one) => one.remove()); // the card says it
    }
    const search = $("[data-search]"), clear = $("[data-unfilter]"), toggle = $("[data-arrows]");
    function find(begun) {
      const wanted = fold(search.value.trim());
      if (!wanted) return;
      const known = data.places.map((one, number) => [number, fold(one.name), one.code]);
      const hit = known.find(([, name, code]) => name === wanted || code === wanted) || (begun ? null : known.find(([, name]) => name.includes(wanted)));
      if (!hit) return;
      if (units.has(hit[0])) { focus(hit[0], begun); if (view.isWhole()) view.zoom(2.5, [data.places[hit[0]].x, data.places[hit[0]].y]); tell(hit[0]); } else pick(hit[0]);
      const line = lines.get(hit[0]);
      if (line) line.scrollIntoView({ block: "nearest" });
    }
    if (search && sheet) {
      search.addEventListener("input", () => find(true));
      search.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); find(false); } });
    }
    if (clear) clear.addEventListener("click", () => filter(""));
    if (toggle) { toggle.checked = state.arrows; toggle.addEventListener("change", () => { state.arrows = toggle.checked; draw(); }); }
    root.addEventListener("tinhso:leaving", () => { keep(); clearInterval(state.timer); });
    upgrade();
    if (sheet) hands();
    draw();
    if (old.playing && !calm()) playing(true);
    if (old.held) focus(state.focus);
  }

  function look() {
    document.querySelectorAll("[data-mapx]").forEach((root) => { if (root.dataset.begun) return; root.dataset.begun = "1"; begin(root); });
  }
  document.addEventListener("tinhso:content", look);
  look();
})();
