/** What the issuer sends back with the answer to the small window, which knows by it that it is one. */
export const SMALL_WINDOW = 'again';

/** Whether the issuer came back to a small window, which only passes the answer on. */
export const isSmallWindow = (): boolean =>
  new URLSearchParams(location.search).get('state')?.endsWith(`;${SMALL_WINDOW}`) === true;
