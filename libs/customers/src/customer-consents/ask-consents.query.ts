import { Query } from '@nestjs/cqrs';
import type { CustomerConsents } from './customer-consents.dto';

/** What a customer allows and forbids, as of now: it shows every word that was answered before. */
export class AskConsents extends Query<CustomerConsents> {
  constructor(readonly customerId: string) {
    super();
  }
}
