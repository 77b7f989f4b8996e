import { isSmallWindow } from './sign-in/small-window';

/*
 * Where the issuer sends people back to. The hidden frame in which a token is renewed, and the small window in which somebody signs in
 * again, only pass the answer on, and the rest of the console is not loaded for that.
 */
if (window.parent !== window || isSmallWindow())
  void import('./sign-in/pass-on').then(({ passOn }) => passOn());
else void import('./main');
