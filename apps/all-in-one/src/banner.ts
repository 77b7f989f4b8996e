import type { DemoToken } from '@redress/platform';

/** What the start tells whoever typed it. */
export interface Greeting {
  readonly url: string;
  readonly dataDescription: string;
  readonly policy: string;
  readonly demoTokens: readonly DemoToken[];
}

/** The lines that the start prints. */
export function banner({ url, dataDescription, policy, demoTokens }: Greeting): string {
  const lines = [
    '',
    `Redress runs at ${url}`,
    `  console  ${url} in a browser`,
    `  API      ${url}/docs to read, ${url}/openapi.json for programs`,
    `  health   ${url}/health/live and ${url}/health/ready`,
    `  data     ${dataDescription}`,
    `  policy   ${policy}`,
  ];
  const agent = demoTokens.find(({ role }) => role === 'agent');
  if (agent === undefined) return [...lines, ''].join('\n');
  return [
    ...lines,
    '',
    'Demo tokens (this machine only, good for a week):',
    ...demoTokens.map(({ role, token }) => `  ${role.padEnd(13)}${token}`),
    '',
    'Paste these lines to register a complaint, claim it, and see its clocks:',
    '',
    ...firstSteps(url, agent.token),
    '',
  ].join('\n');
}

function firstSteps(url: string, token: string): readonly string[] {
  const post = `curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d`;
  const body = {
    kind: 'complaint',
    category: 'billing',
    channel: 'phone',
    priority: 2,
    customer: { name: 'Wang Fang', phones: ['+86 10 5555 0101'] },
    description: 'Charged twice for the same month.',
  };
  const take = (member: string): string => `sed 's/.*"${member}":"\\([^"]*\\)".*/\\1/'`;
  return [
    `TOKEN=${token}; ID=$(${post} '${JSON.stringify(body)}' ${url}/v1/complaints | ${take('id')}); echo "registered $ID"`,
    `READ=$(${post} '{}' ${url}/v1/complaints/$ID/claim | ${take('readToken')}); echo claimed`,
    `curl -s -H "Authorization: Bearer $TOKEN" -H "Redress-Read-Token: $READ" ${url}/v1/complaints/$ID/clocks; echo`,
  ];
}
