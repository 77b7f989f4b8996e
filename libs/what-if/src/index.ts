export { answerWhatIf, type WhatIfSources } from './ask-what-if/answer-what-if';
export type {
  WhatIfAnswer,
  WhatIfClock,
  WhatIfCounts,
  WhatIfFlip,
  WhatIfGroup,
} from './ask-what-if/what-if-answer.dto';
export type { WhatIfBody } from './ask-what-if/what-if-question.dto';
export { WHAT_IF_PROBLEMS } from './problems';
export { WHAT_IF_GROUPINGS, type WhatIfGrouping } from './retelling/tally';
export { WhatIfModule } from './what-if.module';
