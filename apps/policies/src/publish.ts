import { PUBLICATION_SCOPES, type CheckedDocument } from '@redress/policies';
import { Command, Option } from 'commander';
import { Api, ApiRefusal } from './api';
import { checked } from './check';
import { say } from './say';

/** Where to, and whom a policy touches. */
export interface PublishOptions {
  readonly url: string;
  readonly scope?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Where the instance listens. */
export const urlOption = (): Option =>
  new Option('--url <url>', 'where the instance listens').default('http://127.0.0.1:3000');

export const TOKEN_HELP = "\nA supervisor's token is taken from the environment variable REDRESS_TOKEN.";

/** `publish <file…>`. */
export const publishCommand = (): Command =>
  new Command('publish')
    .description('publishes policies and calendars to a running instance, the calendars first')
    .argument('<file...>', 'YAML files')
    .addOption(urlOption())
    .addOption(new Option('--scope <scope>', 'whom a policy touches').choices(PUBLICATION_SCOPES))
    .option('--from <instant>', 'of reassess: from when on what is judged again ended')
    .option('--to <instant>', 'of reassess: until when')
    .addHelpText('after', TOKEN_HELP)
    .action((files: string[], options: PublishOptions) => publishAll(checked(files), options));

/** Publishes them, calendars first, and says what each has become. Throws ApiRefusal. */
export async function publishAll(
  documents: readonly CheckedDocument[],
  { url, ...terms }: PublishOptions,
): Promise<void> {
  const api = new Api(url, supervisorToken());
  for (const document of calendarsFirst(documents)) say(await published(api, document, terms));
}

function supervisorToken(): string {
  const token = process.env['REDRESS_TOKEN'];
  if (token !== undefined && token !== '') return token;
  throw new ApiRefusal(
    "REDRESS_TOKEN is not set. Put a supervisor's token into it; npm start prints one for this machine.",
  );
}

const calendarsFirst = (documents: readonly CheckedDocument[]): readonly CheckedDocument[] => [
  ...documents.filter(({ noun }) => noun === 'calendar'),
  ...documents.filter(({ noun }) => noun !== 'calendar'),
];

/** Publishes one, and says what it has become. Throws ApiRefusal. */
async function published(
  api: Api,
  { file, text, noun, name }: CheckedDocument,
  terms: Omit<PublishOptions, 'url'>,
): Promise<string> {
  if (noun === 'calendar') {
    const { version } = await api.post<{ version: number }>(`/v1/calendars/${name}/publish`, { text });
    return `${file}: calendar ${name} version ${String(version)}`;
  }
  if (noun !== 'policy') {
    throw new ApiRefusal(
      `${file}: ${noun} are published when Redress starts: name the file in the setting, see README.md.`,
    );
  }
  const { draft } = await api.post<{ draft: number }>(`/v1/policies/${name}/drafts`, { text });
  const { version } = await api.post<{ version: number }>(`/v1/policies/${name}/publish`, {
    draft,
    ...terms,
  });
  return `${file}: policy ${name} version ${String(version)}`;
}
