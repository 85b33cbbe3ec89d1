// The form of a component: the points follow what is typed. Without this they are told after sending.
(() => {
  const form = document.querySelector("form[data-points]");
  if (!form) return;
  const earned = form.querySelector("[data-earned]");
  let timer = 0;
  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    try {
      const answer = await fetch(form.dataset.points, { method: "POST", credentials: "same-origin", body });
      if (!answer.ok || mine !== turn) return;
      earned.textContent = (await answer.json()).text;
    } catch { /* offline: the points are told when the form is sent */ }
  };
  const soon = (event) => {
    if (!event.target.name || !event.target.name.startsWith("in-")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
