export * from './jwt-token-verifier';
export * from './local-sign-in';
export * from './oidc';
export * from './secret-file';
export * from './sign-in';
