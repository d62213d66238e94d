// Two things the page cannot do by itself: keep the keyboard where it was when buttons are drawn anew, and bring what
// was just said into view where the whole page scrolls (a phone). Sends and stores nothing.
"use strict";

let focused = "";
let said = 0;

document.addEventListener("focusin", (event) => {
  focused = event.target.id || "";
});

function keepFocus() {
  if (!focused || document.activeElement !== document.body) return;
  const button = document.getElementById(focused);
  if (button && !button.disabled) button.focus({ preventScroll: true });
}

function showLatest() {
  const rows = document.querySelectorAll("#chat .user-row");
  const grown = rows.length > said;
  said = rows.length;
  const page = document.scrollingElement;
  if (grown && page.scrollHeight > page.clientHeight + 40) rows[said - 1].scrollIntoView({ block: "start" });
}

new MutationObserver(() => {
  keepFocus();
  showLatest();
}).observe(document.documentElement, { childList: true, subtree: true });
