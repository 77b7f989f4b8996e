/** The brokers that the test run was given: `KAFKA_BROKERS`, as `npm run services:up` prints it. */
const BROKERS = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((broker) => broker !== '');

/** `describe` where there is a broker; else a suite that says what to set, and counts as skipped. */
export function describeWithKafka(name: string, suite: (brokers: readonly string[]) => void): void {
  describe(name, () => {
    if (BROKERS.length > 0) suite(BROKERS);
    else it.skip('SKIPPED: needs Kafka; set KAFKA_BROKERS (npm run services:up)', () => undefined);
  });
}
