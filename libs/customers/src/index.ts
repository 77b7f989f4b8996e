export { ChangeConsent } from './change-consent/change-consent.command';
export { ConsentBook, type Consents } from './consent-book';
export { CustomersModule } from './customers.module';
export * from './events';
export { customerNamed, type NamedCustomer } from './named-customer';
