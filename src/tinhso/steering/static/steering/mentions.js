// After "@" in a comment: agencies and persons whose code or name holds what was typed. Without this the code is typed by hand.
for (const form of document.querySelectorAll("form[data-names]")) {
  const area = form.querySelector("textarea");
  const box = document.createElement("div");
  box.className = "names";
  area.after(box);
  let asked = 0;
  const word = () => /(?:^|[^\w@.])@([a-z0-9._-]*)$/i.exec(area.value.slice(0, area.selectionStart));
  const close = () => box.replaceChildren();
  const take = (code) => {
    const found = word();
    if (!found) return close();
    const at = area.selectionStart - found[1].length;
    area.setRangeText(`${code} `, at, area.selectionStart, "end");
    close();
    area.focus();
  };
  area.addEventListener("input", async () => {
    const found = word();
    if (!found || found[1].length < 2) return close();
    const mine = ++asked;
    const answer = await fetch(`${form.dataset.names}?q=${encodeURIComponent(found[1])}`);
    if (!answer.ok || mine !== asked) return;
    const list = document.createElement("ul");
    for (const one of (await answer.json()).items) {
      const entry = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `${one.name} · @${one.code}`;
      button.addEventListener("click", () => take(one.code));
      entry.append(button);
      list.append(entry);
    }
    box.replaceChildren(...(list.children.length ? [list] : []));
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "ArrowDown" && box.querySelector("button")) {
      event.preventDefault();
      box.querySelector("button").focus();
    }
  });
}
