import { tell } from './client';
import type { CommandOutcome } from './types';

const complaint = (caseId: string, what: string) => `/v1/complaints/${encodeURIComponent(caseId)}/${what}`;
const callback = (callbackId: string, what: string) =>
  `/v1/callbacks/${encodeURIComponent(callbackId)}/${what}`;

/** Does something to a case; with the revision that was seen, only if nobody has changed it since. */
export const actOnCase = (
  caseId: string,
  what: string,
  body: object = {},
  revision?: number,
): Promise<CommandOutcome> => tell(complaint(caseId, what), body, revision);

/** Likewise to a callback. */
export const actOnCallback = (
  callbackId: string,
  what: string,
  body: object = {},
  revision?: number,
): Promise<CommandOutcome> => tell(callback(callbackId, what), body, revision);

export const actOnResolution = (
  caseId: string,
  resolutionId: string,
  what: string,
  body: object = {},
): Promise<CommandOutcome> =>
  tell(complaint(caseId, `resolutions/${encodeURIComponent(resolutionId)}/${what}`), body);

export const scheduleCallback = (body: object): Promise<CommandOutcome> => tell('/v1/callbacks', body);
