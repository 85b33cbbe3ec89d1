// Sending a document: a file may be dropped on the field; its name is told. Without this the form works as it is.
(() => {
  "use strict";
  const drop = document.querySelector("[data-drop]");
  if (!drop) return;
  const input = drop.querySelector("input[type=file]");
  const told = drop.querySelector("[data-dropped]");
  const tell = () => { if (input.files.length) told.textContent = input.files[0].name; };
  input.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; tell(); }
  });
})();
