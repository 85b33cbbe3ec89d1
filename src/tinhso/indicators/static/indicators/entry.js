// The entry grid: moving by keys, pasting a block, typing into the queue, choosing where a cell changed elsewhere.
// Without it the page is a plain form.
(() => {
  "use strict";
  const entry = window.tinhsoEntry;
  const table = document.querySelector("table[data-entry]");
  if (!entry || !table) return;
  const form = table.closest("form");
  const rows = [...table.tBodies[0].rows];
  const inputs = rows.map((row) => [...row.querySelectorAll(".entry__input")]);
  const find = (name) => document.querySelector(`[data-entry-${name}]`);
  const saved = find("saved"), missing = find("missing"), band = find("said"), wrong = find("wrong");
  const sums = [...table.querySelectorAll("[data-entry-sum]")];
  const seen = new Map(), wrote = new Map();
  let typed = new Map();
  let timer = 0;

  rows.forEach((row, at) => {
    const tokens = row.querySelector("[data-entry-seen]").value.split(" ");
    inputs[at].forEach((input, index) => seen.set(input.name, tokens[index]));
  });

  // ---- a word that is none of the choices is shown all the same: the server says that it is wrong
  const put = (input, text) => {
    if (input.options && ![...input.options].some((option) => option.value === text)) input.add(new Option(text, text));
    input.value = text;
  };

  // ---- typing goes into the queue at once, and from there to the server
  const write = async () => {
    const fresh = typed;
    typed = new Map();
    if (fresh.size) await entry.change(entry.grid, (record) => {
      for (const [name, text] of fresh) {
        const cell = record.cells[name];
        const own = cell && cell.state === "kept" && cell.text === wrote.get(name); // by whichever page it was sent
        if (!cell || cell.state === "kept") {
          record.cells[name] = { text, seen: own ? cell.seen : seen.get(name), state: "waiting" };
        } else cell.text = text;
      }
    });
    for (const [name, text] of fresh) wrote.set(name, text);
  };
  const flush = async () => { await write(); return entry.sync.flush(); };
  const type = (input) => {
    typed.set(input.name, input.value.trim());
    const mine = input.closest("td").querySelector("[data-mine]");
    if (mine) mine.textContent = input.value.trim();
  };
  const soon = (wait) => {
    saved.hidden = true;
    write();
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  };
  table.addEventListener("input", (event) => {
    if (!event.target.matches(".entry__input")) return;
    type(event.target);
    soon(500);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    band.hidden = true;
    clearTimeout(timer);
    await write();
    if (event.submitter && event.submitter.name === "send") {
      const reason = form.elements.reason.value;
      await entry.change(entry.grid, (record) => { record.send = { reason }; });
    }
    flush();
  });

  // ---- what the server says
  const judge = (input, problem) => {
    document.getElementById(`${input.name}-e`).textContent = problem;
    if (problem) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  };
  const remark = (name, notices) => {
    const box = document.getElementById(`${name}-n`);
    if (box) box.replaceChildren(...notices.map(({ severity, words }) => {
      const line = document.createElement("span");
      line.className = `entry__notice entry__notice--${severity}`;
      line.textContent = words;
      return line;
    }));
  };
  const dispute = (input, theirs) => {
    settled(input);
    const box = find("moved-like").content.firstElementChild.cloneNode(true);
    const [mine, other] = box.querySelectorAll("button");
    Object.assign(box.dataset, { entryMoved: input.name, text: theirs.text, seen: theirs.seen });
    box.querySelector("[data-mine]").textContent = input.value.trim();
    box.querySelector("[data-theirs]").textContent = theirs.text;
    box.querySelector("[data-words]").textContent = theirs.words;
    box.querySelector("[data-locked]").hidden = !theirs.locked;
    mine.disabled = theirs.locked;
    mine.name = other.name = `k:${input.name}`;
    input.closest("td").append(box);
  };
  const settled = (input) => {
    const box = input.closest("td").querySelector("[data-entry-moved]");
    if (box) box.remove();
    if (find("disputed")) find("disputed").hidden = !table.querySelector("[data-entry-moved]");
  };
  const hear = ({ answer, packet, record }) => {
    if (!answer || record.grid !== entry.grid) return;
    for (const [name, told] of Object.entries(answer.cells)) {
      const input = document.getElementById(name);
      const cell = record.cells[name];
      if (!input) continue;
      judge(input, told.problem);
      document.getElementById(`${name}-s`).textContent = told.words;
      if (!cell || cell.state !== "kept") continue;
      seen.set(name, told.seen);
      if (!typed.has(name) && input.value.trim() !== told.text) put(input, told.text);
      settled(input);
    }
    for (const [name, notices] of Object.entries(answer.notices)) remark(name, notices);
    for (const [name, theirs] of Object.entries(answer.moved)) {
      const input = document.getElementById(name);
      if (input) dispute(input, theirs);
    }
    answer.sums.forEach((sum, index) => { if (sums[index]) sums[index].textContent = sum; });
    missing.textContent = answer.missing;
    saved.hidden = entry.count(record, "waiting", "moved", "stuck") > 0;
    if (packet.send) conclude(answer);
  };
  const conclude = (answer) => {
    band.hidden = !answer.said;
    band.querySelector("[data-words]").textContent = answer.said;
    const bad = inputs.flat().filter((input) => input.hasAttribute("aria-invalid"));
    wrong.hidden = !bad.length;
    wrong.querySelector("h2").textContent = wrong.dataset.words.replace("{n}", bad.length);
    wrong.querySelector("ul").replaceChildren(...bad.map((input) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = `#${input.id}`;
      link.textContent = input.labels[0].textContent;
      line.append(link, `: ${document.getElementById(`${input.name}-e`).textContent}`);
      return line;
    }));
    if (bad.length) wrong.focus(); else scrollTo({ top: 0 });
  };
  entry.sync.on(hear);

  // ---- a cell that changed elsewhere: yours or theirs
  table.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    event.preventDefault();
    const box = button.closest("[data-entry-moved]");
    const input = document.getElementById(box.dataset.entryMoved);
    if (button.dataset.choose === "theirs") put(input, box.dataset.text);
    const cell = { text: input.value.trim(), seen: box.dataset.seen, state: "waiting" };
    typed.delete(input.name);
    settled(input);
    input.focus();
    await entry.change(entry.grid, (record) => { record.cells[input.name] = cell; });
    flush();
  });

  // ---- what was typed before this page was made stands in it again
  const resume = async () => {
    const isKept = "kept" in document.documentElement.dataset;
    const record = await entry.change(entry.grid, (one) => {
      for (const [name, cell] of Object.entries(one.cells)) {
        if (!isKept && cell.state === "kept") delete one.cells[name];
        else if (cell.state !== "kept" && !isKept) { cell.state = "waiting"; delete cell.theirs; }
      }
    });
    for (const [name, cell] of Object.entries(record.cells)) {
      const input = document.getElementById(name);
      if (!input || typed.has(name)) continue;
      put(input, cell.text);
      if (cell.state === "kept") seen.set(name, cell.seen);
      if (cell.state === "moved") dispute(input, cell.theirs);
    }
    entry.sync.flush();
  };
  resume();

  // ---- keys and blocks
  const at = (input) => {
    const row = inputs.findIndex((cells) => cells.includes(input));
    return row < 0 ? null : [row, inputs[row].indexOf(input)];
  };
  const go = (row, column) => {
    const to = inputs[row] && inputs[row][column];
    if (to) { to.focus(); if (to.select) to.select(); }
    return Boolean(to);
  };
  table.addEventListener("keydown", (event) => {
    const here = at(event.target);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const [row, column] = here;
    const chooses = event.target.tagName === "SELECT";
    const whole = event.target.selectionStart === 0 && event.target.selectionEnd === event.target.value.length;
    const moves = {
      ArrowUp: chooses ? null : [row - 1, column],
      ArrowDown: chooses ? null : [row + 1, column],
      Enter: event.shiftKey ? [row - 1, column] : [row + 1, column],
      ArrowLeft: whole ? [row, column - 1] : null,
      ArrowRight: whole ? [row, column + 1] : null,
    };
    const to = moves[event.key];
    if (event.key === "Enter") event.preventDefault();
    if (to && go(...to)) event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    const here = at(event.target);
    const text = event.clipboardData && event.clipboardData.getData("text/plain");
    if (!here || !text || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const input = inputs[here[0] + down] && inputs[here[0] + down][here[1] + right];
        if (!input || input.readOnly || input.disabled) return;
        put(input, value.trim());
        type(input);
      });
    });
    soon(0);
  });
})();
