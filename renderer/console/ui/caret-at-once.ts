// Whatever opens over the window takes the caret in the moment it is drawn, and gives it back in the moment it is gone. The
// library does both by timers, the first sometimes twice: keys go ahead of timers, so what is typed meanwhile would go nowhere
// or into the note beneath, and a field entered meanwhile would lose the caret again.
const MARK = 'data-autofocus';
const STOPS = ':is(button, input, select, textarea):not(:disabled), a[href], [tabindex="0"]';

/** What is marked; a dialog without a mark begins at its first stop. Other pop-ups (lists under a field) take nothing. */
const firstOf = (content: HTMLElement) =>
  content.querySelector<HTMLElement>(`[${MARK}]`) ??
  (content.ariaModal === 'true' ? content.querySelector<HTMLElement>(STOPS) : null);

/** As `ref` of what opens (the theme sees to it): the caret goes in at once, and the mark then follows the caret. */
export function caretAtOnce(content: HTMLElement | null): (() => void) | undefined {
  const first = content && firstOf(content);
  if (!content || !first) return undefined;
  const before = document.activeElement;
  const follow = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    for (const marked of content.querySelectorAll(`[${MARK}]`)) marked.removeAttribute(MARK);
    target.setAttribute(MARK, '');
  };
  content.addEventListener('focusin', follow);
  first.focus({ preventScroll: true });
  return () => {
    content.removeEventListener('focusin', follow);
    // Once it is really gone, and only where nothing else took the caret: the library would give it back to what was in here.
    queueMicrotask(() => {
      const isNowhere = document.activeElement === null || document.activeElement === document.body;
      if (isNowhere && before instanceof HTMLElement) before.focus({ preventScroll: true });
    });
  };
}
