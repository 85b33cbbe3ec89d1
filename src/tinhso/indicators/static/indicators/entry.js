// The entry grid: moving by keys, pasting a block, keeping drafts. Without it the page is a plain form.
(() => {
  "use strict";
  const table = document.querySelector("table[data-entry]");
  if (!table) return;
  const form = table.closest("form");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const inputs = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input.entry__input")]);
  const saved = document.querySelector("[data-entry-saved]");
  const missing = document.querySelector("[data-entry-missing]");
  const sums = [...table.querySelectorAll("[data-entry-sum]")];
  const address = `${table.dataset.entry}${new URL(form.action).search}`;
  let waiting = new Map();
  let timer = 0;
  let turn = Promise.resolve();

  const at = (input) => {
    const row = inputs.findIndex((cells) => cells.includes(input));
    return row < 0 ? null : [row, inputs[row].indexOf(input)];
  };
  const go = (row, column) => {
    const to = inputs[row] && inputs[row][column];
    if (to) { to.focus(); to.select(); }
    return Boolean(to);
  };

  const tell = (answer) => {
    for (const [name, problem] of Object.entries(answer.cells)) {
      const input = document.getElementById(name);
      if (!input) continue;
      document.getElementById(`${name}-e`).textContent = problem;
      if (problem) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    }
    answer.sums.forEach((sum, index) => { if (sums[index]) sums[index].textContent = sum; });
    missing.textContent = answer.missing;
  };

  const keep = async () => {
    const cells = Object.fromEntries(waiting);
    waiting = new Map();
    if (!Object.keys(cells).length) return;
    try {
      const answer = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ cells }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      tell(await answer.json());
      saved.hidden = false;
    } catch {
      for (const [name, text] of Object.entries(cells)) if (!waiting.has(name)) waiting.set(name, text);
      saved.hidden = true;
    }
  };
  const soon = (wait) => {
    saved.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(() => { turn = turn.then(keep); }, wait);
  };

  table.addEventListener("input", (event) => {
    if (!event.target.matches("input.entry__input")) return;
    waiting.set(event.target.name, event.target.value);
    soon(500);
  });

  table.addEventListener("keydown", (event) => {
    const here = at(event.target);
    if (!here || event.altKey || event.ctrlKey || event.metaKey) return;
    const [row, column] = here;
    const whole = event.target.selectionStart === 0 && event.target.selectionEnd === event.target.value.length;
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
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
        if (!input || input.readOnly) return;
        input.value = value.trim();
        waiting.set(input.name, input.value);
      });
    });
    soon(0);
  });
})();
