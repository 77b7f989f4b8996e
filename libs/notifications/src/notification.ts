import { deriveId, type EpochMs, type Position } from '@redress/kernel';

/** What one event has to say to one destination. Like an event it holds no personal data. */
export interface NewNotification {
  /** The destination's name in the operator's document. */
  readonly destination: string;
  /** Who of the destination is meant, by an opaque id; left out: all of it. */
  readonly recipient?: string;
  readonly event: NotifiedEvent;
  /** What is sent, in JSON; the same at every attempt. */
  readonly payload: object;
}

/** Where an event stands. Business time. */
export interface NotifiedEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly position: Position;
  readonly recordedAt: EpochMs;
}

/** `waiting`: it will be sent, for the first time or again · `failed`: given up. */
export const NOTIFICATION_STATES = ['waiting', 'delivered', 'failed'] as const;
export type NotificationState = (typeof NOTIFICATION_STATES)[number];

/** An entry of the outbox as it stands, for operators. `At` without more is machine time. */
export interface Notification extends Omit<NewNotification, 'payload'> {
  readonly id: string;
  readonly state: NotificationState;
  /** How often it was sent, in vain or not. */
  readonly attempts: number;
  /** The code of the last failure. */
  readonly lastError: string | undefined;
  readonly putAt: EpochMs;
  /** When it is tried next, at the earliest; undefined where it is not waiting. */
  readonly nextAt: EpochMs | undefined;
  /** When it was delivered, or given up. */
  readonly settledAt: EpochMs | undefined;
}

/** An entry that a sender has taken to send. */
export interface LeasedNotification extends NewNotification {
  readonly id: string;
  /** Who may say what became of it: after another one took it over, nobody with this. */
  readonly lease: string;
  /** The payload, to the letter. */
  readonly body: string;
}

/** The idempotency key of an entry: the same whenever and however often it is sent. */
export const notificationId = (eventId: string, destination: string): string =>
  deriveId(eventId, destination, 'notification');
