// What waits on this machine to be sent: a record a grid, kept under its account and read by no other's page.
//   record: { key, account, grid, title, cells: { name: cell }, send?, flying?, at? }
//   cell:   { text, seen, state: "waiting" | "moved" | "kept" | "stuck", theirs? }; "kept" is on the server already,
//           and stands here only for a page that was made before
window.tinhsoEntry = (() => {
  "use strict";
  const page = document.querySelector("[data-entry-page]");
  if (!page) return null;
  const { account, grid, title } = page.dataset;
  const memory = new Map(); // where the browser keeps nothing, the page itself does
  let opened = null;

  const database = () => {
    opened = opened || new Promise((done) => {
      try {
        const asked = indexedDB.open("tinhso-entry", 1);
        asked.onupgradeneeded = () =>
          asked.result.createObjectStore("grids", { keyPath: "key" }).createIndex("account", "account");
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => done(null);
      } catch { done(null); }
    });
    return opened;
  };

  const isEmpty = (record) => !record.flying && !record.send && !Object.keys(record.cells).length;

  // Change a grid's record in one transaction, so that two pages of one grid do not undo each other.
  const change = async (name, alter) => {
    const key = `${account}|${name}`;
    const fresh = () => ({ key, account, grid: name, title: name === grid ? title : "", cells: {} });
    const store = await database();
    if (!store) {
      const record = memory.get(key) || fresh();
      alter(record);
      if (isEmpty(record)) memory.delete(key); else memory.set(key, record);
      return record;
    }
    return new Promise((done, failed) => {
      const turn = store.transaction("grids", "readwrite");
      const grids = turn.objectStore("grids");
      let record = null;
      grids.get(key).onsuccess = (event) => {
        record = event.target.result || fresh();
        alter(record);
        if (isEmpty(record)) grids.delete(key); else grids.put(record);
      };
      turn.oncomplete = () => done(record);
      turn.onerror = turn.onabort = () => failed(turn.error);
    });
  };

  // The account's own records.
  const all = async () => {
    const store = await database();
    if (!store) return [...memory.values()];
    return new Promise((done, failed) => {
      const asked = store.transaction("grids").objectStore("grids").index("account").getAll(account);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => failed(asked.error);
    });
  };

  // What the server has had for so long is in every kept page by now.
  const LONG = 14 * 24 * 3600 * 1000;
  const tidy = async () => {
    for (const { grid: name } of (await all()).filter(({ at }) => at < Date.now() - LONG)) {
      await change(name, ({ cells }) => {
        for (const [cell, { state }] of Object.entries(cells)) if (state === "kept") delete cells[cell];
      });
    }
  };
  const forget = async () => {
    for (const record of await all()) {
      await change(record.grid, (one) => { one.cells = {}; delete one.flying; delete one.send; });
    }
  };

  const count = (record, ...states) => Object.values(record.cells).filter((cell) => states.includes(cell.state)).length;

  return { page, account, grid, change, all, tidy, forget, count };
})();
