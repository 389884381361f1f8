// The keyboard in the form of a month (st-key-skema-...): the first blank field is ready when a form opens, and Enter
// leads on to the next. Everything can be reached with Tab without this file.
(() => {
  const FORM = "[class*='st-key-skema-']";
  let lastForm = "";
  let isWorking = false;

  const nameOf = (form) => [...form.classList].find((name) => name.startsWith("st-key-skema-"));
  const isReachable = (element) => !element.disabled && element.tabIndex >= 0 && element.offsetParent !== null;
  const isList = (element) => element.getAttribute("aria-autocomplete") === "list";
  const hasOffer = (element) => Boolean(element.placeholder?.trim()) || isList(element);
  const texts = (form) => [...form.querySelectorAll("input[type='text']")].filter((each) => isReachable(each) && !isList(each));
  const button = (form, name) => form.querySelector(`[class*='st-key-${name}'] button:not([disabled])`);

  /** Where work goes on: the next blank text after the one left, else the button that confirms, else the one that saves. */
  function goOn(form, left) {
    const all = texts(form);
    const rest = all.slice(all.indexOf(left) + 1);
    const next = rest.find((each) => each.value === "" && !hasOffer(each)) ?? button(form, "bekraeft") ?? button(form, "gem");
    next?.focus();
    return next !== null;
  }

  function afterDrawing() {
    const form = document.querySelector(FORM);
    const name = form ? nameOf(form) : "";
    const isFree = document.activeElement === document.body || document.activeElement === null;
    if (!form || !isFree) return;
    if ((name !== lastForm || isWorking) && goOn(form, null)) lastForm = name;
  }

  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(afterDrawing, 60);
  }).observe(document, { childList: true, subtree: true });

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(FORM);
    if (event.target !== document.body) isWorking = Boolean(form);
    const isPlainEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (form && isPlainEnter && event.target.matches("input[type='text']") && !isList(event.target)) {
      setTimeout(() => goOn(form, event.target), 0);
    }
  });
  document.addEventListener("pointerdown", () => { isWorking = false; });
})();
