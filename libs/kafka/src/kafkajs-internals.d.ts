/**
 * What the adapter uses of the insides of kafkajs 2.2.4, which have no types of their own: its connections, its protocol and its view of the
 * cluster. The version is pinned, and `kafka-client.spec.ts` looks whether what is relied on is still there.
 */
declare module 'kafkajs/src/cluster' {
  import type { Socket } from 'node:net';
  import type { Logger } from 'kafkajs';

  interface RecordHeaders {
    readonly [name: string]: Buffer | readonly Buffer[] | null;
  }

  interface FetchedRecord {
    readonly offset: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: RecordHeaders;
    readonly isControlRecord: boolean;
  }

  interface Message {
    readonly key: string | Buffer | null;
    /** Null: a tombstone, by which a compacted topic forgets the key. */
    readonly value: string | Buffer | null;
    /** Several of one name in their order. Null can be read, and not written. */
    readonly headers: Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;
  }

  interface GroupMember {
    readonly memberId: string;
  }

  interface Broker {
    readonly connectionPool: {
      send<Answer>(protocol: {
        readonly request: {
          readonly apiKey: number;
          readonly apiVersion: number;
          readonly apiName: string;
          encode(): Promise<object>;
        };
        readonly response: {
          decode(payload: Buffer): Promise<Answer>;
          parse(answer: Answer): Promise<Answer>;
        };
      }): Promise<Answer>;
    };
    fetch(request: {
      readonly isolationLevel: number;
      readonly maxWaitTime: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
      }[];
    }): Promise<{
      readonly responses: readonly {
        readonly partitions: readonly {
          readonly partition: number;
          readonly highWatermark: string;
          readonly messages: readonly FetchedRecord[];
        }[];
      }[];
    }>;
    listOffsets(request: {
      readonly isolationLevel: number;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { partition: number; timestamp: number }[];
      }[];
    }): Promise<{
      readonly responses: readonly {
        readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
      }[];
    }>;
    initProducerId(request: {
      readonly transactionTimeout: number;
      readonly transactionalId?: string;
    }): Promise<{
      readonly producerId: string;
      readonly producerEpoch: number;
    }>;
    produce(request: {
      readonly acks: number;
      readonly timeout: number;
      readonly compression: number;
      readonly producerId: string;
      readonly producerEpoch: number;
      readonly topicData: readonly {
        readonly topic: string;
        readonly partitions: readonly {
          readonly partition: number;
          readonly firstSequence: number;
          readonly messages: readonly Message[];
        }[];
      }[];
    }): Promise<unknown>;
    joinGroup(request: {
      readonly groupId: string;
      readonly sessionTimeout: number;
      readonly rebalanceTimeout: number;
      readonly memberId: string;
      readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
    }): Promise<{
      readonly generationId: number;
      readonly leaderId: string;
      readonly memberId: string;
      readonly members: readonly GroupMember[];
    }>;
    syncGroup(request: {
      readonly groupId: string;
      readonly generationId: number;
      readonly memberId: string;
      readonly groupAssignment: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[];
    }): Promise<{ readonly memberAssignment: Buffer }>;
    heartbeat(request: {
      readonly groupId: string;
      readonly groupGenerationId: number;
      readonly memberId: string;
    }): Promise<unknown>;
    leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
    offsetCommit(request: {
      readonly groupId: string;
      readonly groupGenerationId: number;
      readonly memberId: string;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { partition: number; offset: string; metadata: string }[];
      }[];
    }): Promise<unknown>;
    offsetFetch(request: {
      readonly groupId: string;
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number }[];
      }[];
    }): Promise<{
      readonly responses: readonly {
        readonly partitions: readonly {
          readonly partition: number;
          readonly offset: string;
          readonly metadata: string | null;
        }[];
      }[];
    }>;
    createTopics(request: {
      readonly topics: readonly {
        readonly topic: string;
        readonly numPartitions: number;
        readonly replicationFactor: number;
        readonly configEntries: readonly { readonly name: string; readonly value: string }[];
      }[];
      readonly timeout: number;
    }): Promise<unknown>;
    describeConfigs(request: {
      readonly resources: readonly {
        readonly type: number;
        readonly name: string;
        readonly configNames: readonly string[];
      }[];
    }): Promise<{
      readonly resources: readonly {
        readonly configEntries: readonly {
          readonly configName: string;
          readonly configValue: string | null;
        }[];
      }[];
    }>;
  }

  type SocketFactory = (request: {
    readonly host: string;
    readonly port: number;
    readonly ssl: object | undefined;
    readonly onConnect: () => void;
  }) => Socket;

  class Cluster {
    constructor(options: {
      readonly logger: Logger;
      readonly brokers: readonly string[];
      readonly clientId: string;
      readonly ssl: object | undefined;
      readonly sasl: object | undefined;
      readonly socketFactory: SocketFactory;
      readonly connectionTimeout: number;
      readonly authenticationTimeout: number;
      readonly requestTimeout: number;
      readonly enforceRequestTimeout: boolean;
      readonly metadataMaxAge: number;
      readonly allowAutoTopicCreation: boolean;
      readonly retry: {
        readonly retries: number;
        readonly initialRetryTime: number;
        readonly maxRetryTime: number;
      };
    });
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    addTargetTopic(topic: string): Promise<void>;
    refreshMetadata(): Promise<void>;
    findTopicPartitionMetadata(topic: string): readonly { partitionId: number; leader: number }[];
    findBroker(node: { readonly nodeId: number }): Promise<Broker>;
    findControllerBroker(): Promise<Broker>;
    findGroupCoordinator(group: {
      readonly groupId: string;
      readonly coordinatorType?: number;
    }): Promise<Broker>;
  }
  namespace Cluster {
    export type { Broker, FetchedRecord, Message, RecordHeaders, SocketFactory };
  }
  export = Cluster;
}

declare module 'kafkajs/src/network/requestQueue' {
  class RequestQueue {
    constructor(options: object);
    pending: readonly unknown[];
    /** Machine time in ms until which the broker wants to be left alone; below now: it does not. */
    throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    requestTimeoutIntervalId: NodeJS.Timeout | undefined;
    readonly requestTimeout: number;
    readonly inflight: ReadonlyMap<
      number,
      { readonly sentAt: number; readonly requestTimeout: number; timeoutRequest(): void }
    >;
    isConnected(): boolean;
    destroy(): void;
    scheduleRequestTimeoutCheck(): void;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/network/socketFactory' {
  import type { SocketFactory } from 'kafkajs/src/cluster';
  const createSocketFactory: () => SocketFactory;
  export = createSocketFactory;
}

declare module 'kafkajs/src/protocol/encoder' {
  class Encoder {
    writeBuffer(buffer: Buffer): this;
  }
  export = Encoder;
}

declare module 'kafkajs/src/protocol/error' {
  /** By the number that the protocol has for it. */
  export function createErrorFromCode(code: number): Error;
}
