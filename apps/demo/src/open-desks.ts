import { createSignIn, StartupError, type Settings } from '@redress/platform';
import { ApiClient } from './api-client';
import type { Desk } from './desk';
import { agentsOf, leaderOf, SUPERVISOR, TEAMS } from './staff';

/** Connections of each person. Few work at once. */
const CONNECTIONS = 2;
const TOKEN_TTL_SECONDS = 3_600;

/** A desk for everyone of the demo's call centre. */
export interface Desks {
  readonly desk: Desk;
  close(): Promise<void>;
}

/** Signs the tokens of the demo itself: the right to say when something happened is not for everybody. */
type IssueToken = (principal: {
  readonly id: string;
  readonly roles: readonly ['agent' | 'shift-leader' | 'supervisor'];
  readonly teams: readonly string[];
  readonly mayBackdate: boolean;
}) => Promise<string>;

/** Seats everyone. */
export async function openDesks(url: string, issueToken: IssueToken): Promise<Desks> {
  const clients = new Map<string, ApiClient>();
  const seat = async (
    id: string,
    role: 'agent' | 'shift-leader' | 'supervisor',
    teams: readonly string[],
  ) => {
    const token = await issueToken({ id, roles: [role], teams, mayBackdate: true });
    clients.set(id, new ApiClient(url, token, CONNECTIONS));
  };
  for (const team of TEAMS) {
    for (const agent of agentsOf(team)) await seat(agent, 'agent', [team.id]);
    await seat(leaderOf(team), 'shift-leader', [team.id]);
  }
  await seat(
    SUPERVISOR,
    'supervisor',
    TEAMS.map(({ id }) => id),
  );
  return {
    desk: (person) => {
      const client = clients.get(person);
      if (client === undefined) throw new RangeError(`${person} does not work here`);
      return client;
    },
    close: async () => {
      for (const client of clients.values()) await client.close();
    },
  };
}

/** Demo tokens, signed with the key in the data folder of the instance. Throws StartupError where tokens come from an issuer. */
export async function demoTokens({ dataDir, host, oidcIssuer }: Settings): Promise<IssueToken> {
  const { local } = oidcIssuer === undefined ? await createSignIn({ dataDir, host }) : { local: undefined };
  if (local === undefined) {
    throw new StartupError(
      'OIDC_ISSUER',
      oidcIssuer ?? '',
      'The demo signs tokens of its own, which this instance would refuse. Start one without an issuer.',
    );
  }
  return (principal) => local.issue(principal, TOKEN_TTL_SECONDS);
}
