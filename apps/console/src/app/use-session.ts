import { useSyncExternalStore } from 'react';
import type { WhoAmI } from '../api/types';
import { session, type SessionState } from '../sign-in/session';

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, session.state);

const NOBODY: WhoAmI = { id: '', name: null, roles: [], teams: [] };

/** Who is signed in; nobody with no rights for the moment in which a page is taken away. */
export function useWho(): WhoAmI {
  const state = useSession();
  return state.step === 'in' ? state.who : NOBODY;
}
