"use strict";
// The field above the tables keeps the rows that hold all of its words.
const field = document.getElementById("search");
const told = document.getElementById("found");
const rows = [...document.querySelectorAll("tbody tr")];
const texts = rows.map((row) => row.textContent.toLowerCase());
field.parentElement.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  rows.forEach((row, place) => {
    row.hidden = !words.every((word) => texts[place].includes(word));
    if (!row.hidden) found += 1;
  });
  for (const fold of document.querySelectorAll("details"))
    fold.open = words.length > 0 && fold.querySelector("tbody tr:not([hidden])") !== null;
  told.textContent = words.length ? `${found} found` : "";
});
