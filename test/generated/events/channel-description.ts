import type { Schema } from './schema';

/** What one kind of record in a channel is. */
export interface MessageDescription {
  /** Of the message in the document: letters, digits and `. _ -`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Of the value; default `application/json`. */
  readonly contentType?: string;
  /** Headers beside those of every record, and those by whose values one knows this message. */
  readonly headers?: Schema;
  /** Of the value, or where its schema stands beside the document. */
  readonly payload: Schema;
}

/** A topic as others meet it. */
export interface ChannelDescription {
  /** Of the channel in the document: letters, digits and `. _ -`. */
  readonly name: string;
  /** The topic, under the default prefix `redress.`. */
  readonly address: string;
  readonly title: string;
  readonly description: string;
  /** What Redress does: `send` where it writes the topic for others, `receive` where others write it. */
  readonly action: 'send' | 'receive';
  /** Whether its records hold names, numbers and texts of persons. */
  readonly personalData: boolean;
  /** What the key of a record is. */
  readonly key: string;
  /** Of every record. */
  readonly headers: Schema;
  /** The header by which one finds what belongs together. */
  readonly correlatedBy?: string;
  readonly messages: readonly MessageDescription[];
}
