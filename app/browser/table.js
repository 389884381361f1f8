// The keyboard in the table of a month. A cell's editor opens a moment after the first key, and closes a moment after Enter:
// what is typed in between waits until its place is ready, in the order it was typed. And what was typed in a cell is sent a
// moment after the cell was left: the press of the button that saves the table comes behind it.
(() => {
  const TABLE = "[data-testid='stDataFrame']";
  const EDITOR = "#portal textarea, #portal input";
  const SAVES = "[class*='st-key-gem_tabel'] button";
  const READY_WITHIN = 1500;
  const ASKS_AGAIN = 250;
  const SETTLES_WITHIN = 40;
  const SENDS_WITHIN = 300;
  const LEAVES = ["Enter", "Tab"];
  const WALKS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

  let waiting = [];
  let isUnderWay = false;
  let since = 0;
  let again = 0;
  let opener = ""; // the key that opens the editor, or leaves it

  const inTable = (element) => Boolean(element?.closest?.(TABLE));
  const inEditor = (element) => Boolean(element?.matches?.(EDITOR));
  const press = (where, key) =>
    where.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true }));

  /** The editor is opening or closing: until it has the focus, or has given it back, keys wait. */
  function setOut(key) {
    [isUnderWay, since, opener] = [true, Date.now(), key];
    clearTimeout(again);
    again = setTimeout(() => askAgain(key), ASKS_AGAIN);
  }

  /** A table that is being drawn hears no key: it is given once more; a cell that cannot be typed in opens nothing. */
  function askAgain(key) {
    const here = document.activeElement;
    if (!isUnderWay) return;
    if (Date.now() - since > READY_WITHIN) {
      waiting = [];
      isUnderWay = false;
    } else {
      if (inTable(here) && key.length === 1 && !document.querySelector(EDITOR)) press(here, key);
      again = setTimeout(() => askAgain(key), ASKS_AGAIN);
    }
  }

  function arrive() {
    clearTimeout(again);
    isUnderWay = false;
    while (waiting.length > 0 && !isUnderWay) give(waiting.shift());
  }

  /** One key that has waited, to the editor or the table, as if it were pressed now. */
  function give(key) {
    const here = document.activeElement;
    if (inEditor(here) && key.length === 1) {
      document.execCommand("insertText", false, key);
    } else if (inEditor(here) || inTable(here)) {
      if (inEditor(here) ? LEAVES.includes(key) : key.length === 1) setOut(key);
      press(here, key);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { key } = event;
    if (isUnderWay && (key.length === 1 || LEAVES.includes(key) || WALKS.includes(key))) {
      if (!event.repeat) waiting.push(key);
      hold(event);
    } else if (inTable(event.target) ? key.length === 1 && key !== " " : inEditor(event.target) && LEAVES.includes(key)) {
      setOut(key);
    }
  }, true);

  document.addEventListener("focusin", (event) => {
    if (isUnderWay && (opener.length === 1 ? inEditor(event.target) : inTable(event.target))) {
      clearTimeout(again);
      setTimeout(arrive, SETTLES_WITHIN);
    }
  }, true);

  // The press that saves: it waits for what is under way, moves no focus meanwhile, and comes when all has been sent.
  const isSaving = (event) => Boolean(event.target.closest?.(SAVES));
  let isBehind = false;

  function saveBehind() {
    if (isUnderWay) return setTimeout(saveBehind, SETTLES_WITHIN);
    setTimeout(() => {
      isBehind = true;
      document.querySelector(SAVES)?.click();
      isBehind = false;
    }, SENDS_WITHIN);
  }

  function hold(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  for (const kind of ["pointerdown", "mousedown"]) {
    document.addEventListener(kind, (event) => isUnderWay && isSaving(event) && hold(event), true);
  }
  document.addEventListener("click", (event) => {
    if (isBehind || !isSaving(event)) return;
    hold(event);
    saveBehind();
  }, true);
})();
