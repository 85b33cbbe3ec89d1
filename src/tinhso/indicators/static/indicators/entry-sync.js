// Sends what waits: a packet at a time, each under a key of its own, and the same packet again until it is answered.
(() => {
  "use strict";
  const entry = window.tinhsoEntry;
  if (!entry) return;
  const FIRST = 5000, LONGEST = 60000, PATIENCE = 20000;
  const heard = [];
  let state = "idle", said = "", pause = FIRST, timer = 0, turn = Promise.resolve();

  const tell = (what) => heard.forEach((listener) => listener(what));
  const become = (now, words = "") => { state = now; said = words; tell({ state, said }); };
  // The form token of whoever is signed in now: the page's own may be of a session that ended.
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  const name = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

  const pack = (record) => {
    if (record.flying) return;
    const cells = {}, seen = {};
    for (const [cell, told] of Object.entries(record.cells)) {
      if (told.state !== "waiting") continue;
      cells[cell] = told.text;
      seen[cell] = told.seen;
    }
    if (!record.send && !Object.keys(cells).length) return;
    record.flying = { key: name(), cells, seen, send: Boolean(record.send), reason: record.send ? record.send.reason : "" };
    delete record.send;
  };

  const settle = (record, packet, answer) => {
    if (!record.flying || record.flying.key !== packet.key) return;
    delete record.flying;
    record.at = Date.now();
    for (const [cell, told] of Object.entries(answer.cells)) {
      const mine = record.cells[cell];
      const later = mine && cell in packet.cells ? mine.text !== packet.cells[cell] : mine && mine.state !== "kept";
      if (answer.moved[cell]) {
        record.cells[cell] = { text: answer.moved[cell].mine, seen: "", ...mine, state: "moved", theirs: answer.moved[cell] };
      } else if (later) {
        if (mine.state === "waiting" && (packet.send || cell in packet.cells)) mine.seen = told.seen;
      } else {
        record.cells[cell] = { text: told.text, seen: told.seen, state: "kept" };
      }
    }
    for (const cell of Object.keys(packet.cells)) {
      if (!(cell in answer.cells) && record.cells[cell]) record.cells[cell].state = "stuck";
    }
  };

  const refuse = (record, packet) => {
    if (!record.flying || record.flying.key !== packet.key) return;
    if (packet.send) record.send = { reason: packet.reason };
    delete record.flying;
  };

  // What the server's answer means for the queue: "settled", or why it has to wait.
  const post = async (record) => {
    const packet = record.flying;
    let answer, body;
    try {
      answer = await fetch(`${entry.page.dataset.cells}?${record.grid}`, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ account: entry.account, ...packet }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      body = await answer.json();
    } catch { return become("offline"); }
    if (body.moved) {
      const after = await entry.change(record.grid, (one) => settle(one, packet, body));
      tell({ answer: body, packet, record: after });
      return "settled";
    }
    if (answer.status >= 500) return become("offline");
    if (answer.status === 401 || body.code === "stale_form") return become("session");
    if (body.code === "other_account") return become("other", body.message);
    await entry.change(record.grid, (one) => refuse(one, packet));
    return become("refused", [body.message, body.hint].filter(Boolean).join(" "));
  };

  const sendAll = async () => {
    clearTimeout(timer);
    for (const { grid, ...rest } of await entry.all()) {
      if (!rest.flying && !rest.send && !entry.count(rest, "waiting")) continue;
      for (;;) {
        const record = await entry.change(grid, pack);
        if (!record.flying) break;
        become("sending");
        if (await post(record) !== "settled") {
          if (state === "offline") later();
          return;
        }
      }
    }
    pause = FIRST;
    become("idle");
  };
  const later = () => {
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, LONGEST);
  };
  // One page sends at a time: what two pages of one grid hold is one queue.
  const alone = (work) => (navigator.locks ? navigator.locks.request(`tinhso-entry-${entry.account}`, work) : work());
  const flush = () => {
    turn = turn.then(() => alone(sendAll)).catch(() => become("offline"));
    return turn;
  };

  addEventListener("online", () => { pause = FIRST; flush(); });
  addEventListener("offline", () => become("offline"));
  addEventListener("focus", () => { if (state !== "idle" && state !== "sending") flush(); });
  entry.sync = { flush, token, on: (listener) => heard.push(listener), get state() { return state; }, get said() { return said; } };
})();
