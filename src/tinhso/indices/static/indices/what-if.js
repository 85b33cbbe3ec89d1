// The what-if page: a slider beside every share; value and rank follow while it moves. Without this, the form is sent.
(() => {
  const form = document.querySelector("[data-try]");
  if (!form) return;
  const shares = [...form.querySelectorAll("[data-points]")];
  const board = form.querySelector("[data-board]");
  const comma = document.documentElement.lang === "en" ? "." : ",";
  const read = (text) => (text.trim() === "" ? NaN : Number(text.trim().replace(",", ".")));
  const print = (value, digits) => value.toFixed(digits).replace(".", comma);
  const sound = (value) => value >= 0 && value <= 1;

  const others = () => {
    const own = Number(board.dataset.own || Infinity);
    return [...board.rows].map((row) => {
      const rank = Number(row.dataset.at);
      return { value: Number(row.dataset.is), rank: rank > own ? rank - 1 : rank };
    });
  };

  const standing = (value) => {
    const known = others();
    if (!known.length) return "–";
    const above = known.filter((one) => one.value > value).map((one) => one.rank);
    const below = known.filter((one) => one.value <= value).map((one) => one.rank);
    const best = Math.max(0, ...above) + 1;
    const worst = Math.min(Number(board.dataset.of), ...below);
    return `${best === worst ? best : `${best}–${worst}`}/${board.dataset.of}`;
  };

  const show = () => {
    const values = shares.map((input) => read(input.value));
    const whole = values.every(sound);
    const points = values.reduce((sum, value, at) => sum + value * Number(shares[at].dataset.points), 0);
    const value = points / Number(form.dataset.total);
    form.querySelector("[data-value]").textContent = whole ? print(value, Number(form.dataset.decimals)) : "–";
    form.querySelector("[data-rank]").textContent = whole && board ? standing(value) : "–";
  };

  for (const input of shares) {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 1, step: 0.0001 });
    slider.setAttribute("aria-label", form.querySelector(`label[for="${input.id}"]`).textContent);
    slider.value = sound(read(input.value)) ? read(input.value) : 0;
    input.before(slider);
    slider.addEventListener("input", () => { input.value = print(Number(slider.value), 4); show(); });
    input.addEventListener("input", () => { if (sound(read(input.value))) slider.value = read(input.value); show(); });
  }
})();
