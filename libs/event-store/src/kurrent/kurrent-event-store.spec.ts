import { describeWithKurrent } from '../../../../test/services/with-kurrent';
import { describeEventStore } from '../contract';
import { KurrentEventStore } from './kurrent-event-store';
import { StubKurrent } from './testing/stub-kurrent';

describeWithKurrent('KurrentDB', (url) => {
  describeEventStore(
    'KurrentEventStore',
    (clock) => {
      const store = new KurrentEventStore(url, clock);
      const other = new KurrentEventStore(url, clock);
      const close = async (): Promise<void> => {
        await store.close();
        await other.close();
      };
      return Promise.resolve({ store, other, close });
    },
    'in their stream',
  );
});

// Only the suite above says anything about KurrentDB. This one shows that the adapter keeps the contract wherever the stub is like it.
describeEventStore(
  'KurrentEventStore on the stub',
  async (clock) => {
    const stub = await StubKurrent.start();
    const store = new KurrentEventStore(stub.url, clock);
    const other = new KurrentEventStore(stub.url, clock);
    return {
      store,
      other,
      close: async () => {
        await store.close();
        await other.close();
        stub.stop();
      },
    };
  },
  'in their stream',
);
