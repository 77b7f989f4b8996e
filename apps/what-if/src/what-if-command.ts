import { readFileSync } from 'node:fs';
import { RUNS_JUDGED_AS, type RunsJudgedAs } from '@redress/clocks';
import { DomainError, SystemClock, toIso } from '@redress/kernel';
import { openLog, readSettings, StartupError } from '@redress/platform';
import { policyFile, PolicyFileError, PolicyShelf } from '@redress/policies';
import { answerWhatIf, WHAT_IF_GROUPINGS, type WhatIfBody, type WhatIfGrouping } from '@redress/what-if';
import { Command, InvalidArgumentError, Option } from 'commander';
import { answerTable } from './answer-table';

type Policy = Pick<WhatIfBody, 'policy' | 'policyYaml' | 'draft'> & { readonly named: string };

interface Options {
  readonly policy?: Policy;
  readonly calendar: readonly { readonly file: string; readonly text: string }[];
  readonly from: string;
  readonly to: string;
  readonly as: RunsJudgedAs;
  readonly by: readonly WhatIfGrouping[];
  readonly flips: number;
  readonly json: boolean;
}

/** The command that asks it of the log that the settings of the environment name. */
export function whatIfCommand(environment: NodeJS.ProcessEnv, say: (text: string) => void): Command {
  return new Command('what-if')
    .description(
      'What another policy or calendar would have made of past cases: from the events in DATABASE_URL, else in the built-in database below DATA_DIR. Writes nothing.',
    )
    .requiredOption(
      '--from <instant>',
      'cases registered and subjects opened from here on: a day, or an instant',
      instant,
    )
    .requiredOption('--to <instant>', '… and before this', instant)
    .option(
      '--policy <policy>',
      'a YAML file, a name under policies/, a published version such as office-hours@2, or office-hours@draft (default: the versions that the cases fell under)',
      policy,
    )
    .option(
      '--calendar <file>',
      'a YAML file that stands in for the calendar of its name; several',
      calendar,
      [],
    )
    .addOption(
      new Option('--as <verdicts>', 'as judged then, or by all that is known now')
        .choices(RUNS_JUDGED_AS)
        .default('judged'),
    )
    .option('--by <names>', `${WHAT_IF_GROUPINGS.join(', ')}; several with commas`, groupings, [
      'team',
      'priority',
    ])
    .option('--flips <count>', 'how many clocks with another verdict to list', count, 20)
    .option('--json', 'print the answer as JSON', false)
    .action(async (options: Options) => {
      say(await answer(options, environment));
    });
}

async function answer(options: Options, environment: NodeJS.ProcessEnv): Promise<string> {
  const { policy: judge, calendar: calendars, from, to, as, by, flips, json } = options;
  const settings = readSettings(environment);
  const log = await openLog(settings);
  try {
    const { named: _, ...judgedBy } = judge ?? { named: '' };
    const answered = await answerWhatIf(
      {
        ...{ from, to, as, flips, groups: by, ...judgedBy },
        ...(calendars.length === 0 ? {} : { calendars: calendars.map(({ text }) => text) }),
      },
      {
        store: log.store,
        policies: new PolicyShelf(log.store, settings.policy),
        now: new SystemClock().now(),
      },
    );
    return json ? `${JSON.stringify(answered, null, 1)}\n` : answerTable(answered);
  } catch (error) {
    throw error instanceof DomainError ? new Error(mendOf(error, options), { cause: error }) : error;
  } finally {
    await log.stop();
  }
}

/** Names the option, and what to do. */
function mendOf({ code, message }: DomainError, { policy: judge, calendar: files }: Options): string {
  switch (code) {
    case 'range-empty':
      return '--to must lie after --from.';
    case 'policy-unknown':
      return `--policy ${judge?.named ?? ''}: ${message} Name one that was published, or give its file.`;
    default:
      return message
        .replaceAll(/^policy(?=:| )/gm, `--policy ${judge?.named ?? ''}`)
        .replaceAll(
          /^calendar(?: (\d+))?(?=:)/gm,
          (_, n: string | undefined) => `--calendar ${files[Number(n ?? 1) - 1]?.file ?? ''}`,
        );
  }
}

/** What a failure says to whoever typed the command; undefined where it is a mistake of ours. */
export const failureOf = (error: unknown): string | undefined =>
  error instanceof StartupError
    ? inUse(error)
    : error instanceof PolicyFileError || (error instanceof Error && error.cause instanceof DomainError)
      ? error.message
      : undefined;

const inUse = ({ setting, message }: StartupError): string =>
  setting === 'DATA_DIR' && message.includes('in use')
    ? `${message} Or ask the Redress that runs there: POST /v1/what-if.`
    : message;

function instant(text: string): string {
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (!Number.isNaN(at) && /Z$|[+-]\d{2}:\d{2}$|^\d{4}-\d{2}-\d{2}$/.test(text)) return toIso(at);
  throw new InvalidArgumentError(
    'Give a day such as 2016-03-01 (UTC), or an instant such as 2016-03-01T09:00:00Z.',
  );
}

function policy(text: string): Policy {
  const [, name, version] = /^([^@/]+)@(\d+)$/.exec(text) ?? [];
  if (name !== undefined) return { named: text, policy: { name, version: Number(version) } };
  const [, drafted] = /^([^@/]+)@draft$/.exec(text) ?? [];
  if (drafted !== undefined) return { named: text, draft: drafted };
  return { named: text, policyYaml: read(shippedOr(text)) };
}

function shippedOr(text: string): string {
  try {
    return policyFile(text);
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    throw new InvalidArgumentError(
      'There is no such name under policies/. Give the path of a YAML file, or a published version such as office-hours@2.',
    );
  }
}

const calendar = (file: string, before: Options['calendar']): Options['calendar'] => [
  ...before,
  { file, text: read(file) },
];

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(
      `It can't be read (${error instanceof Error ? error.message : String(error)}). Give the path of a YAML file.`,
    );
  }
}

function groupings(text: string): readonly WhatIfGrouping[] {
  return text.split(',').map((name) => {
    const known = WHAT_IF_GROUPINGS.find((one) => one === name.trim());
    if (known !== undefined) return known;
    throw new InvalidArgumentError(`Give some of ${WHAT_IF_GROUPINGS.join(', ')}, with commas between them.`);
  });
}

function count(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number up to 99999.');
}
