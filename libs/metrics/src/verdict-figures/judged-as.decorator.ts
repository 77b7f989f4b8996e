import { IsOneOf } from '@redress/http';
import { JUDGED_AS } from './verdict-row';

/** The parameter of a question that says which verdicts it counts. */
export const IsJudgedAs = (): PropertyDecorator =>
  IsOneOf(JUDGED_AS, {
    optional: true,
    description:
      '`judged`: verdicts as they were judged then. `known`: by all that is known now, where a fact that was told late has changed what is to be said. `reassessed`: as the newest reassessment found it, under the version of the policy that it judged by, which is then what `policyVersion` goes by; as known where there was none. Default: judged.',
  });
