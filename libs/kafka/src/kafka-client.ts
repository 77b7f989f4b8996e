import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Kafka, logLevel } from 'kafkajs';
import Cluster from 'kafkajs/src/cluster';
import createSocketFactory from 'kafkajs/src/network/socketFactory';
import { quietRequestQueues } from './quiet-request-queue';

/** How to reach the brokers. */
export interface KafkaConnection {
  /** `host:port` of some of them; the others are found. */
  readonly brokers: readonly string[];
  /** By which the brokers' logs and quotas know this process; default `redress`. */
  readonly clientId?: string;
  /** TLS: its options, or `true` for those of the system. */
  readonly tls?: boolean | ConnectionOptions;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** What the brokers say of a topic. */
export type Broker = Cluster.Broker;

/** How long a broker may be silent, in ms of machine time. Long polls and joining a group have times of their own on top. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Whoever uses a client gives it up at an error and opens another one, with back-off: there is no point in trying long inside. */
const RETRY = { retries: 2, initialRetryTime: 50, maxRetryTime: 500 };
/** Where partitions have moved is also found out by asking the wrong broker. */
const METADATA_MAX_AGE_MS = 300_000;

quietRequestQueues();

/**
 * A few connections to a Kafka cluster, as long as they hold: any error ends it for good. Of kafkajs it takes connections, protocol and the
 * view of the cluster, and leaves its consumer and producer aside: what those do after errors (restart or not, wait for long polls before a
 * seek, retry behind one's back) is what the subscriptions and the relay must decide themselves.
 */
export class KafkaClient {
  readonly cluster: Cluster;
  readonly #sockets = new Set<Socket>();

  constructor(connection: KafkaConnection) {
    const { brokers, clientId = 'redress', tls, sasl } = connection;
    const createSocket = createSocketFactory();
    this.cluster = new Cluster({
      brokers,
      clientId,
      // kafkajs logs each error that it also throws.
      logger: new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).logger(),
      ssl: tls === true ? {} : tls === false ? undefined : tls,
      sasl,
      socketFactory: (request) => {
        const socket = createSocket(request);
        this.#sockets.add(socket);
        return socket.once('close', () => this.#sockets.delete(socket));
      },
      connectionTimeout: CONNECT_TIMEOUT_MS,
      authenticationTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      enforceRequestTimeout: true,
      metadataMaxAge: METADATA_MAX_AGE_MS,
      allowAutoTopicCreation: false,
      retry: RETRY,
    });
  }

  /** How many bytes the brokers have sent over the connections that are open now. */
  get bytesReceived(): number {
    return [...this.#sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0);
  }

  /** Opens a connection and learns where the topic's partitions are. Throws where there is no such topic. */
  async connect(topic: string): Promise<void> {
    await this.cluster.connect();
    await this.cluster.addTargetTopic(topic);
  }

  /** Breaks off whatever is under way, long polls too: kafkajs would wait for the answers. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy(new Error('the connection is no longer wanted'));
    await this.cluster.disconnect().catch(() => undefined);
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** The name that Kafka's protocol has for what went wrong, such as `REBALANCE_IN_PROGRESS`; undefined: it was something else. */
export function protocolError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  // Of several things asked for at once: here always the one.
  return 'errors' in error && Array.isArray(error.errors) ? protocolError(error.errors[0]) : undefined;
}
