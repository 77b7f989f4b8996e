import { DocumentFiles, runningTimeAt } from '../document-file/document-file';
import type { LocatedYaml } from '../document-file/located-yaml';
import type { Draft } from '../domain/versioned-document';
import type { IntakeRule, IntakeRulesBody } from './intake-rules';
import schema from './intake-rules.schema.json';

/** The file's shape, as the schema promises it. */
interface WrittenIntakeRules extends IntakeRulesBody {
  readonly name: string;
  readonly effectiveFrom?: string;
}

/** The longest window of a call, as callbacks have it: longer ones are no promise. */
const LONGEST_WINDOW_MS = 31 * 24 * 3_600_000;

const files = new DocumentFiles<WrittenIntakeRules, IntakeRulesBody>(schema, ({ rules }, yaml) => {
  rules.forEach((rule, place) => {
    const { sameWithin } = rule;
    if (sameWithin !== undefined) runningTimeAt(['rules', place, 'sameWithin'], sameWithin, yaml);
    checkCall(rule, place, yaml);
  });
  return { rules };
});

/** Reads intake rules from a YAML file. Throws PolicyFileError. */
export const readIntakeRulesFile = (file: string): Draft<IntakeRulesBody> => files.read(file);

/** Reads intake rules from YAML text. Throws PolicyFileError. */
export const parseIntakeRules = (text: string, file = 'intake rules'): Draft<IntakeRulesBody> =>
  files.parse(text, file);

function checkCall({ call }: IntakeRule, place: number, yaml: LocatedYaml): void {
  if (call === undefined) return;
  const at = ['rules', place, 'call'];
  const { opensAfter } = call;
  const opens = opensAfter === undefined ? 0 : runningTimeAt([...at, 'opensAfter'], opensAfter, yaml);
  const closes = runningTimeAt([...at, 'within'], call.within, yaml);
  if (closes <= opens) {
    yaml.fail(
      [...at, 'within'],
      `is ${call.within}: the window opens only after ${opensAfter ?? 'the signal'}`,
    );
  }
  if (closes - opens > LONGEST_WINDOW_MS) {
    yaml.fail([...at, 'within'], `is ${call.within}: a window is at most 31 days long`);
  }
}
