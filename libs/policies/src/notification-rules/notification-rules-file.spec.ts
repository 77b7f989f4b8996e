import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyFileError } from '../document-file/policy-file-error';
import { parseNotificationRules, readNotificationRulesFile } from './notification-rules-file';

const GOOD = `
name: duty
link: https://desk.example.org/cases/{case}
timeZone: Asia/Shanghai
destinations:
  duty-system:
    webhook: https://duty.example.org/redress
    secretFile: secrets/duty
    tell: [shift-leader, supervisor]
    events: [ComplaintRegistered]
  leaders:
    mail: [leaders@example.org]
    language: zh
    tell: [shift-leader]
  agents:
    agents:
      agent-7: { mail: seven@example.org, language: zh }
      agent-8: { mail: eight@example.org }
`;

const EVENTS = ['ComplaintRegistered'];
const parse = (text: string) =>
  parseNotificationRules(text, { folder: '/etc/redress', events: EVENTS, file: 'n.yaml' });

/** The good document with one thing changed. */
const but = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`not there: ${from}`);
  return GOOD.replace(from, to);
};

describe('a file that says whom to tell', () => {
  it('is read with what it leaves out filled in', () => {
    expect(parse(GOOD)).toEqual({
      name: 'duty',
      link: 'https://desk.example.org/cases/{case}',
      timeZone: 'Asia/Shanghai',
      destinations: [
        {
          kind: 'webhook',
          name: 'duty-system',
          url: 'https://duty.example.org/redress',
          secretFile: '/etc/redress/secrets/duty',
          tell: ['shift-leader', 'supervisor'],
          events: ['ComplaintRegistered'],
        },
        {
          ...{ kind: 'mail', name: 'leaders', to: ['leaders@example.org'], language: 'zh' },
          tell: ['shift-leader'],
        },
        {
          ...{ kind: 'agents', name: 'agents', tell: ['agent'] },
          agents: new Map([
            ['agent-7', { mail: 'seven@example.org', language: 'zh' }],
            ['agent-8', { mail: 'eight@example.org', language: 'en' }],
          ]),
        },
      ],
    });
  });

  it.each([
    [
      'two kinds in one',
      but('language: zh\n', 'webhook: https://x\n'),
      'n.yaml:11: destinations.leaders takes',
    ],
    ['no kind', but('    mail: [leaders@example.org]\n', ''), 'takes one of webhook, mail, agents'],
    ['a webhook without a secret', but('    secretFile: secrets/duty\n', ''), 'lacks secretFile'],
    [
      'a URL that is none',
      but('https://duty.example.org/redress', 'duty.example.org'),
      'webhook is not right',
    ],
    ['events by mail', but('language: zh\n', 'events: []\n'), 'events does not go with mail'],
    [
      'an unknown event',
      but('[ComplaintRegistered]', '[Complained]'),
      'n.yaml:10: destinations.duty-system.events.0',
    ],
    ['an unknown role', but('[shift-leader]', '[boss]'), 'must be one of agent, shift-leader, supervisor'],
    ['an address with a name', but('[leaders@', '[Leaders <leaders@'), 'mail.0 is not right. One address'],
    ['a link that leads to no case', but('{case}', ''), 'link is not right. The page of a case'],
    ['a zone that is none', but('Asia/Shanghai', 'Asia/Peking'), 'timeZone names no time zone'],
  ])('is refused with file, line and reason: %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(PolicyFileError);
    expect(() => parse(text)).toThrow(message);
  });
});

describe('the files that are shipped', () => {
  const folder = join(__dirname, '../../../../policies/notifications');

  it.each(readdirSync(folder))('%s can be used, and is named as its file', (file) => {
    expect(`${readNotificationRulesFile(join(folder, file), []).name}.yaml`).toBe(file);
  });
});
