import { StartupError } from './startup-error';

/** How to reach Kafka, and what its topics are called. */
export interface KafkaSettings {
  /** KAFKA_BROKERS: `host:port`, several with commas. */
  readonly brokers: readonly string[];
  /** KAFKA_TOPIC_PREFIX: what all topics and consumer groups begin with. Default: `redress.`. */
  readonly topicPrefix: string;
  /** KAFKA_TLS: `on` or `off` (default). */
  readonly tls: boolean;
  /** KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD: all of them, or none. */
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

const BROKER = /^[^\s:/,]+:\d{1,5}$/;
const TOPIC_PREFIX = /^[a-zA-Z0-9._-]{1,100}$/;
const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Reads them through `text`, which gives the value of a variable. Undefined where no brokers are named. Throws a StartupError. */
export function kafkaSettings(text: (name: string) => string | undefined): KafkaSettings | undefined {
  const listed = text('KAFKA_BROKERS');
  if (listed === undefined) return undefined;
  const brokers = listed.split(',').map((broker) => broker.trim());
  if (!brokers.every((broker) => BROKER.test(broker)))
    throw new StartupError('KAFKA_BROKERS', listed, 'Give host:port, several with commas between them.');
  const topicPrefix = text('KAFKA_TOPIC_PREFIX') ?? 'redress.';
  if (!TOPIC_PREFIX.test(topicPrefix)) {
    const mend =
      'Give at most 100 of the letters, digits and marks that may stand in a topic: a-z A-Z 0-9 . _ -';
    throw new StartupError('KAFKA_TOPIC_PREFIX', topicPrefix, mend);
  }
  const tls = text('KAFKA_TLS') ?? 'off';
  if (tls !== 'on' && tls !== 'off') throw new StartupError('KAFKA_TLS', tls, 'Give on or off.');
  const sasl = kafkaSasl(text);
  return { brokers, topicPrefix, tls: tls === 'on', ...(sasl !== undefined && { sasl }) };
}

function kafkaSasl(text: (name: string) => string | undefined): KafkaSettings['sasl'] {
  const given = text('KAFKA_SASL_MECHANISM');
  const username = text('KAFKA_SASL_USERNAME');
  const password = text('KAFKA_SASL_PASSWORD');
  if (given === undefined && username === undefined && password === undefined) return undefined;
  const mechanism = SASL_MECHANISMS.find((known) => known === given);
  if (mechanism === undefined)
    throw new StartupError(
      'KAFKA_SASL_MECHANISM',
      given ?? '(not set)',
      `Give one of ${SASL_MECHANISMS.join(', ')}.`,
    );
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'KAFKA_SASL_USERNAME' : 'KAFKA_SASL_PASSWORD';
    throw new StartupError(missing, '(not set)', `${mechanism} needs a user name and a password.`);
  }
  return { mechanism, username, password };
}
