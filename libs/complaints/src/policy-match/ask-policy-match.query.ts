import { Query } from '@nestjs/cqrs';
import type { PolicyMatch } from './policy-match.dto';

/** How a case came to the rule that judges it. */
export class AskPolicyMatch extends Query<PolicyMatch> {
  constructor(readonly complaintId: string) {
    super();
  }
}
