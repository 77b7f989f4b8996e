import { UserManager } from 'oidc-client-ts';

/** Tells the page that opened this frame or small window what the issuer answered. Which issuer it is makes no difference to that. */
export async function passOn(): Promise<void> {
  const manager = new UserManager({
    authority: location.origin,
    client_id: '',
    redirect_uri: '',
    automaticSilentRenew: false,
  });
  await (window.parent === window ? manager.signinPopupCallback() : manager.signinSilentCallback());
}
