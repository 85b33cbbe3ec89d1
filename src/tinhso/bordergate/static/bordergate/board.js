/* Keeps the board fresh without a reload; says so when what it shows has become old. */
(() => {
  "use strict";
  const board = document.getElementById("board");
  if (!board) return;
  const EVERY = 5000, OLD = 10 * 60 * 1000;
  let got = Date.now();
  const tell = () => {
    const old = board.querySelector(".board__old");
    if (old && Date.now() - got > OLD) old.hidden = false;
  };
  const fetchAgain = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(board.dataset.board, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("board");
      const open = [...board.querySelectorAll("details")].map((one) => one.open);
      if (fresh) {
        board.replaceChildren(...fresh.childNodes);
        board.querySelectorAll("details").forEach((one, at) => { one.open = open[at] || false; });
        got = Date.now();
      }
    } catch {
      // No signal: the last figures stay, and are called old when they are.
    } finally {
      tell();
    }
  };
  setInterval(fetchAgain, EVERY);
})();
