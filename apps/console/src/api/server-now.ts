/** Add this to the machine's clock to get the server's: taken from whichever stream spoke last. */
let offsetMs = 0;

/** What time it is on the server, in ms since 1970. Screens count down by it: the machine's own clock may be wrong. */
export const serverNow = (): number => Date.now() + offsetMs;

/** The server has just said what time it is. */
export const noteServerTime = (now: number): void => {
  offsetMs = now - Date.now();
};
