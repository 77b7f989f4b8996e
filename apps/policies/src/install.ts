import { packFiles, type CheckedDocument } from '@redress/policies';
import { Command } from 'commander';
import { checked } from './check';
import { publishAll, TOKEN_HELP, urlOption } from './publish';
import { say } from './say';

interface Options {
  readonly url: string;
  readonly as?: string;
}

/** `install <pack>`. */
export const installCommand = (): Command =>
  new Command('install')
    .description(
      'publishes a policy pack to a running instance, its calendars first: see docs/policy-packs.md',
    )
    .argument('<pack>', 'a folder under policies/packs/, such as gas-utility')
    .option(
      '--as <policy>',
      'as the next version of this policy (default: of one that is called as the pack)',
    )
    .addOption(urlOption())
    .addHelpText('after', TOKEN_HELP)
    .action(async (pack: string, { url, as = pack }: Options) => {
      await publishAll(
        checked(packFiles(pack)).map((document) => called(as, document)),
        { url },
      );
      say(`New cases fall under it where Redress was started with POLICY=${as}.`);
    });

/** The document under another name, where it is the policy. */
const called = (name: string, document: CheckedDocument): CheckedDocument =>
  document.noun === 'policy'
    ? { ...document, name, text: document.text.replace(/^name: .*$/m, `name: ${name}`) }
    : document;
