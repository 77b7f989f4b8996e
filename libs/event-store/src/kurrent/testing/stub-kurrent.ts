import {
  Server,
  ServerCredentials,
  status,
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  type Metadata,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import { GossipService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb';
import type { ClusterInfo } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb';
import { ServerFeaturesService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb';
import type { SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb';
import type { Empty } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import { StreamsService } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb';
import {
  ReadReq,
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { errorOf, type AppendFault, type Failure, type StubSubscription } from './faults';
import { MemoryLog, type Expected, type LogRecord, type Proposed, type Written } from './memory-log';
import * as messages from './messages';

/**
 * A KurrentDB in memory, made from the client's own generated messages: enough of it for the contract of the event store, and for
 * what no real server does on demand, such as falling silent after a commit. It shows what the adapter makes of the client's faults.
 * It knows of KurrentDB only what was put into it, and does not replace a real server: `KURRENTDB_URL`.
 */
export class StubKurrent {
  readonly subscriptions = new Set<StubSubscription>();
  /** How often each kind of call was begun. */
  readonly calls = { append: 0, read: 0, subscribe: 0, features: 0 };
  /** How many events were sent as answers to reads. */
  sentEvents = 0;
  /** True: whatever is asked from now on gets no answer, ever. */
  silent = false;
  /** False: nobody gets a subscription. */
  subscribable = true;
  /** Where the leader is; left out: this one is it. Then it sends away whoever wants the leader, and answers the others. */
  leaderPort?: number;
  readonly #appendFaults: AppendFault[] = [];
  readonly #featuresFaults: Failure[] = [];
  readonly #readFaults: Failure[] = [];
  #endingSubscriptions = 0;
  readonly #server = new Server();
  #port = 0;

  /**
   * @param log what an earlier one has kept
   * @param batches false: a server before 21.10, which takes each append in a call of its own
   */
  static async start({ port = 0, log = new MemoryLog(), batches = true } = {}): Promise<StubKurrent> {
    const stub = new StubKurrent(log, batches);
    stub.#port = await new Promise<number>((resolve, reject) => {
      stub.#server.bindAsync(
        `127.0.0.1:${String(port)}`,
        ServerCredentials.createInsecure(),
        (error, bound) => {
          if (error === null) resolve(bound);
          else reject(error);
        },
      );
    });
    return stub;
  }

  private constructor(
    readonly log: MemoryLog,
    private readonly batches: boolean,
  ) {
    this.#server.addService(StreamsService, {
      read: this.#read,
      append: this.#append,
      batchAppend: this.#batchAppend,
    });
    this.#server.addService(ServerFeaturesService, { getSupportedMethods: this.#features });
    this.#server.addService(GossipService, { read: this.#gossip });
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `kurrentdb://127.0.0.1:${String(this.#port)}?tls=false`;
  }

  /** As a cluster of which this is the leader, and the only one. */
  get clusterUrl(): string {
    return this.url.replace('?', `,127.0.0.1:${String(this.#port)}?maxDiscoverAttempts=2&`);
  }

  /** Each goes to one of the next appends, in their order. */
  failAppends(...faults: readonly AppendFault[]): void {
    this.#appendFaults.push(...faults);
  }

  /** The question that a client begins with: what the server can do. */
  failFeatures(...failures: readonly Failure[]): void {
    this.#featuresFaults.push(...failures);
  }

  failReads(...failures: readonly Failure[]): void {
    this.#readFaults.push(...failures);
  }

  /** So many of the next subscriptions are confirmed, and end at once without an error. */
  endSubscriptions(count: number): void {
    this.#endingSubscriptions = count;
  }

  /** Cuts all connections. */
  stop(): void {
    this.#server.forceShutdown();
  }

  readonly #features: handleUnaryCall<Empty, SupportedMethods> = (_, callback) => {
    this.calls.features += 1;
    if (this.silent) return;
    const failure = this.#featuresFaults.shift();
    if (failure !== undefined) {
      callback(errorOf(failure));
      return;
    }
    callback(null, messages.supportedMethods(this.batches));
  };

  readonly #gossip: handleUnaryCall<Empty, ClusterInfo> = (_, callback) => {
    if (this.silent) return;
    callback(null, messages.clusterOf(this.#port));
  };

  readonly #append: handleClientStreamingCall<AppendReq, AppendResp> = (call, callback) => {
    let options: AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (request: AppendReq) => {
      options = request.getOptions() ?? options;
      const message = request.getProposedMessage();
      if (message !== undefined) events.push(messages.toProposed(message));
    });
    call.on('end', () => {
      const expected = options?.hasNoStream() === true ? 'none' : Number(options?.getRevision());
      const stream = messages.nameOf(options?.getStreamIdentifier());
      this.#write(stream, options?.hasAny() === true ? 'any' : expected, events, {
        metadata: call.metadata,
        answer: (written) => {
          callback(null, messages.answer(written));
        },
        fail: (failure) => {
          callback(errorOf(failure));
        },
        halfClose: () => undefined,
      });
    });
  };

  readonly #batchAppend: handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> = (call) => {
    const begun = new Map<string, { options: BatchAppendReq.Options; events: Proposed[] }>();
    call.on('error', () => undefined);
    call.on('data', (request: BatchAppendReq) => {
      const key = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions() ?? begun.get(key)?.options;
      if (options === undefined) return;
      const events = begun.get(key)?.events ?? [];
      begun.set(key, { options, events });
      events.push(...request.getProposedMessagesList().map(messages.toProposed));
      if (!request.getIsFinal()) return;
      begun.delete(key);
      const stream = messages.nameOf(options.getStreamIdentifier());
      const expected = options.hasNoStream() ? 'none' : Number(options.getStreamPosition());
      this.#write(stream, options.hasAny() ? 'any' : expected, events, {
        metadata: call.metadata,
        answer: (written) => {
          call.write(messages.batchAnswer(request, stream, written));
        },
        fail: (failure) => {
          call.emit('error', errorOf(failure));
        },
        halfClose: () => {
          call.end();
        },
      });
    });
    call.on('end', () => {
      call.end();
    });
  };

  #write(stream: string, expected: Expected, events: readonly Proposed[], call: Answering): void {
    this.calls.append += 1;
    if (this.silent) return;
    const elsewhere = this.#notLeader(call.metadata);
    if (elsewhere !== undefined) {
      call.fail(elsewhere);
      return;
    }
    const fault = this.#appendFaults.shift();
    if (fault === undefined) {
      call.answer(this.log.append(stream, expected, events));
      return;
    }
    if (fault.committed) this.log.append(stream, expected, events);
    if (fault.then === 'half-close') call.halfClose();
    else if (fault.then !== 'silence') call.fail(fault.then);
  }

  readonly #read: handleServerStreamingCall<ReadReq, ReadResp> = (call) => {
    const options = call.request.getOptions() ?? new ReadReq.Options();
    if (options.hasSubscription()) {
      this.#subscribe(call, options);
      return;
    }
    this.calls.read += 1;
    if (this.silent) return;
    const failure = this.#notLeader(call.metadata) ?? this.#readFaults.shift();
    if (failure !== undefined) {
      call.emit('error', errorOf(failure));
      return;
    }
    const structured = options.getUuidOption()?.hasStructured() === true;
    const stream = options.getStream();
    const name = messages.nameOf(stream?.getStreamIdentifier());
    if (stream !== undefined && this.log.stream(name).length === 0) {
      call.write(messages.streamNotFound(name));
    } else {
      const records = messages.select(this.log, options);
      this.sentEvents += records.length;
      for (const record of records) call.write(messages.eventMessage(record, structured));
    }
    call.end();
  };

  #notLeader(asked: Metadata): Failure | undefined {
    if (this.leaderPort === undefined || asked.get('requires-leader')[0] !== 'true') return undefined;
    const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(this.leaderPort) };
    const metadata = { exception: 'not-leader', ...leader };
    return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
  }

  #subscribe(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): void {
    this.calls.subscribe += 1;
    if (this.silent) return;
    const failure = this.subscribable ? this.#notLeader(call.metadata) : { code: status.UNAVAILABLE };
    if (failure !== undefined) {
      call.emit('error', errorOf(failure));
      return;
    }
    const structured = options.getUuidOption()?.hasStructured() === true;
    const matches = messages.passes(options.getFilter());
    const tell = (record: LogRecord): void => {
      if (matches(record)) call.write(messages.eventMessage(record, structured));
      else call.write(messages.checkpoint(record.position));
    };
    const stopTelling = this.log.onWritten(tell);
    const subscription: StubSubscription = {
      end: () => {
        stopTelling();
        call.end();
      },
      fail: (failure) => {
        stopTelling();
        call.emit('error', errorOf(failure));
      },
      mute: stopTelling,
    };
    this.subscriptions.add(subscription);
    call.on('close', stopTelling);
    call.on('cancelled', () => {
      stopTelling();
      this.subscriptions.delete(subscription);
    });
    call.write(messages.confirmation());
    const after = options.getAll()?.getPosition()?.getCommitPosition();
    if (options.getAll()?.hasEnd() !== true) {
      for (const record of this.log.records.filter(({ position }) => position > BigInt(after ?? 0)))
        tell(record);
    }
    call.write(messages.caughtUp());
    this.#endingSubscriptions -= 1;
    if (this.#endingSubscriptions >= 0) subscription.end();
  }
}

/** A call that waits for the outcome of an append. */
interface Answering {
  readonly metadata: Metadata;
  answer(written: Written): void;
  fail(failure: Failure): void;
  halfClose(): void;
}
