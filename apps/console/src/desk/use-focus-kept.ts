import { useEffect, type RefObject } from 'react';

/**
 * Keeps the place of whoever works by keyboard: where the element with the focus is taken off the page (a button whose act is done, the
 * last line of a list), the focus goes to the nearest of `anchors` around where it was, instead of back to the top of the document. The
 * first anchor is the place for all else.
 */
export function useFocusKept(root: RefObject<HTMLElement | null>, anchors: string): void {
  useEffect(() => {
    const within = root.current;
    if (within === null) return;
    let last: readonly Element[] = [];
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? pathOf(target, within) : [];
    };
    let frame = 0;
    const look = () => {
      const [element] = last;
      if (element === undefined || element.isConnected || document.activeElement !== document.body) return;
      const anchor =
        last.find((one) => one.isConnected && one.matches(anchors)) ?? within.querySelector(anchors);
      if (anchor instanceof HTMLElement) anchor.focus();
    };
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      // After a dialog has closed it gives the focus back itself, in the next frame.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(look);
      });
    });
    within.addEventListener('focusin', remember);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      within.removeEventListener('focusin', remember);
    };
  }, [root, anchors]);
}

/** An element and those around it, up to and with `within`. */
function pathOf(element: Element, within: Element): readonly Element[] {
  const path = [element];
  for (let one = element; one !== within && one.parentElement !== null; one = one.parentElement)
    path.push(one.parentElement);
  return path;
}
